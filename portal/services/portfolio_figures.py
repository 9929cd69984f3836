"""What contracts add up to, many at once: money spent and targets reached.

Only accepted reports count. Targets are read from the cumulative figures that are kept up to
date when a report is accepted or a figure corrected, never from what was reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from peewee import fn

from portal.domain import monitoring as rules
from portal.models import ContractBudget, ContractStanding
from portal.models.base import AmountField

ZERO = Decimal(0)
_AMOUNTS = AmountField()
"""Reads sums as amounts: databases write them with other zeros at the end."""


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
    """Return the figures of some contracts, in two queries however many they are.

    What was spent and reached is kept with each contract since its last acceptance.
    """
    budgets, standing = _budgets(contract_ids), _standing(contract_ids)
    return {
        key: Figures(budgets.get(key, ZERO), *standing.get(key, (ZERO, None)))
        for key in contract_ids
    }


def _budgets(keys: Sequence[UUID]) -> dict[UUID, Decimal]:
    query = (
        ContractBudget.select(ContractBudget.contract, fn.SUM(ContractBudget.amount))
        .where(ContractBudget.contract.in_(keys))
        .group_by(ContractBudget.contract)
    )
    rows: Iterable[Any] = query.tuples()
    return {key: _AMOUNTS.python_value(amount) or ZERO for key, amount in rows}


def _standing(keys: Sequence[UUID]) -> dict[UUID, tuple[Decimal, int | None]]:
    query = ContractStanding.select().where(ContractStanding.contract.in_(keys))
    return {each.contract_id: (each.spent, each.progress) for each in query}
