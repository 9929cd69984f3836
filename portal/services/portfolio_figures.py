"""What contracts add up to, many at once: money spent and targets reached.

Only accepted reports count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from peewee import fn

from portal.domain import monitoring as rules
from portal.domain.lifecycle import ReportState
from portal.domain.progress import share_of_all
from portal.models import (
    Actual,
    ContractBudget,
    ContractTarget,
    Expenditure,
    Indicator,
    Report,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """What one contract adds up to: money in its currency, progress in percent."""

    budget: Decimal = ZERO
    spent: Decimal = ZERO
    progress: int | None = None

    @property
    def burned(self) -> int | None:
        """What was spent, in percent of the budget."""
        return rules.share(self.spent, self.budget)


def of(contract_ids: Sequence[UUID]) -> dict[UUID, Figures]:
    """Return the figures of some contracts, in four queries however many they are."""
    budgets, spent = _budgets(contract_ids), _spent(contract_ids)
    progress = _progress(contract_ids)
    return {
        key: Figures(budgets.get(key, ZERO), spent.get(key, ZERO), progress.get(key))
        for key in contract_ids
    }


def _budgets(keys: Sequence[UUID]) -> dict[UUID, Decimal]:
    query = (
        ContractBudget.select(ContractBudget.contract, fn.SUM(ContractBudget.amount))
        .where(ContractBudget.contract.in_(keys))
        .group_by(ContractBudget.contract)
    )
    return _sums(query.tuples())


def _spent(keys: Sequence[UUID]) -> dict[UUID, Decimal]:
    query = (
        Expenditure.select(Report.contract, fn.SUM(Expenditure.amount))
        .join(Report)
        .where(Report.contract.in_(keys) & (Report.state == ReportState.ACCEPTED))
        .group_by(Report.contract)
    )
    return _sums(query.tuples())


def _sums(rows: Iterable[Any]) -> dict[UUID, Decimal]:
    return {key: Decimal(str(amount or 0)) for key, amount in rows}


def _progress(keys: Sequence[UUID]) -> dict[UUID, int | None]:
    reached = _reached(keys)
    shares: dict[UUID, list[int | None]] = {}
    query = ContractTarget.select(
        ContractTarget.contract, ContractTarget.indicator, ContractTarget.target
    ).where(ContractTarget.contract.in_(keys))
    rows: Iterable[Any] = query.tuples()
    for contract, indicator, target in rows:
        share = rules.share(reached.get((contract, indicator), 0), target)
        shares.setdefault(contract, []).append(share)
    return {key: share_of_all(each) for key, each in shares.items()}


def _reached(keys: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Return the sum of each indicator; of a percentage the mean of its periods."""
    query = (
        Actual.select(
            *(Report.contract, Actual.indicator, Indicator.unit),
            *(fn.SUM(Actual.total), fn.COUNT(Actual.total)),
        )
        .join(Report)
        .switch(Actual)
        .join(Indicator)
        .where(Report.contract.in_(keys) & (Report.state == ReportState.ACCEPTED))
        .group_by(Report.contract, Actual.indicator, Indicator.unit)
    )
    rows: Iterable[Any] = query.tuples()
    return {
        (contract, indicator): int((total or 0) // (count or 1 if unit == "percent" else 1))
        for contract, indicator, unit, total, count in rows
    }
