"""What contracts add up to, many at once: money spent and targets reached.

Only accepted reports count. Targets are read from the cumulative figures that are kept up to
date when a report is accepted or a figure corrected, never from what was reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from peewee import JOIN, fn

from portal.domain import monitoring as rules
from portal.domain.indicators import Figure, IndicatorKind, worth
from portal.domain.lifecycle import ReportState
from portal.domain.progress import share_of_all
from portal.models import (
    ContractBudget,
    ContractTarget,
    Expenditure,
    IndicatorSum,
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
    """Return the figures of some contracts, in three queries however many they are."""
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
    """Return the mean share of the targets, from the cumulative figures that are kept."""
    whole = (
        (IndicatorSum.contract == ContractTarget.contract)
        & (IndicatorSum.indicator == ContractTarget.indicator)
        & (IndicatorSum.dimension == "")
    )
    query = (
        ContractTarget.select(
            *(ContractTarget.contract, ContractTarget.kind, ContractTarget.target),
            *(IndicatorSum.total, IndicatorSum.denominator),
        )
        .join(IndicatorSum, JOIN.LEFT_OUTER, on=whole)
        .where(ContractTarget.contract.in_(keys))
    )
    rows: Iterable[Any] = query.tuples()
    shares: dict[UUID, list[int | None]] = {}
    for contract, kind, target, total, denominator in rows:
        reached = worth(kind or IndicatorKind.COUNT, Figure(total, denominator)) or 0
        share = int(reached * 100 // target) if target else None
        shares.setdefault(contract, []).append(share)
    return {key: share_of_all(each) for key, each in shares.items()}
