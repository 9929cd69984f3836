"""A changed budget within a negotiation: held to the award and to the ceilings of the call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from portal.domain.demands import Heading, heading_demands
from portal.domain.errors import RuleBroken
from portal.domain.proposals import CENT, INDIRECT, PERCENT


@dataclass(frozen=True)
class Bounds:
    """What a budget is held to: the awarded amount, the lot's ceiling, shares in percent.

    ``unit`` is the smallest amount of the currency, such as 0.01, or 1 where it has no minor
    unit.
    """

    award: Decimal
    ceiling: Decimal
    indirect_percent: int
    currency: str
    unit: Decimal
    headings: Mapping[str, Heading] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One category of two budgets: what it was, what it is to be, and by how much it moves."""

    category: str
    before: Decimal
    after: Decimal

    @property
    def moved(self) -> Decimal:
        """How much more there is afterwards; below zero when there is less."""
        return self.after - self.before


def differences(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> list[Difference]:
    """Return every category of two budgets in the order of the later one; those gone last."""
    codes = [*after, *(code for code in before if code not in after)]
    none = Decimal(0)
    return [Difference(each, before.get(each, none), after.get(each, none)) for each in codes]


def broken_budget(amounts: Mapping[str, Decimal], bounds: Bounds) -> list[RuleBroken]:
    """Return every rule that a budget by category breaks, to the unit of the currency."""
    wrong = _amounts(amounts, bounds)
    if wrong:
        return wrong
    return [*_total(amounts, bounds), *_shares(amounts, bounds)]


def _amounts(amounts: Mapping[str, Decimal], bounds: Bounds) -> list[RuleBroken]:
    broken = [
        RuleBroken("budget_unit", f"amount_{code}", unit=str(bounds.unit))
        for code, amount in amounts.items()
        if amount < 0 or amount % bounds.unit
    ]
    if not broken and sum(amounts.values()) <= 0:
        broken.append(RuleBroken("budget_nothing"))
    return broken


def _total(amounts: Mapping[str, Decimal], bounds: Bounds) -> list[RuleBroken]:
    total = sum(amounts.values(), Decimal(0))
    facts = {"total": total, "currency": bounds.currency}
    if total > bounds.award:
        over = {"award": bounds.award, "over": total - bounds.award}
        return [RuleBroken("budget_over_award", "", **facts, **over)]
    if total > bounds.ceiling:
        over = {"ceiling": bounds.ceiling, "over": total - bounds.ceiling}
        return [RuleBroken("budget_over_ceiling", "", **facts, **over)]
    return []


def _shares(amounts: Mapping[str, Decimal], bounds: Bounds) -> list[RuleBroken]:
    costs = {code: each for code, each in amounts.items() if code != INDIRECT and each}
    direct, indirect = sum(costs.values(), Decimal(0)), amounts.get(INDIRECT, Decimal(0))
    broken = list(heading_demands(bounds.headings, costs))
    most = (direct * bounds.indirect_percent / PERCENT).quantize(CENT, ROUND_UP)
    if indirect > most:
        share = (indirect * PERCENT / (direct or indirect)).quantize(CENT, ROUND_HALF_UP)
        facts = {"share": share, "ceiling": Decimal(bounds.indirect_percent)}
        broken.append(RuleBroken("indirect_over_ceiling", f"amount_{INDIRECT}", **facts))
    return broken
