"""The arithmetic check of a budget: what a partner states, what its lines add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

CHECK_WORDS = 5
"""The fewest words of the reason with which a difference is confirmed."""


class PriceRule(StrEnum):
    """Which figure counts as the price where both are known and differ.

    ``computed``: the lines prevail over the stated total; the default of the house.
    ``stated``: the stated total prevails, and the lines follow it in proportion.
    """

    COMPUTED = "computed"
    STATED = "stated"


@dataclass(frozen=True)
class Figures:
    """Both figures of one budget; ``stated`` is None where the partner states no total."""

    computed: Decimal
    stated: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        """How much more is stated than computed; below zero when it is less, 0 for none."""
        return Decimal(0) if self.stated is None else self.stated - self.computed

    def counted(self, rule: PriceRule) -> Decimal:
        """Return the price that counts under a rule."""
        prevails = rule is PriceRule.STATED and self.stated is not None
        return self.stated if prevails and self.stated is not None else self.computed


def in_proportion(
    amounts: Mapping[str, Decimal], total: Decimal, unit: Decimal
) -> dict[str, Decimal]:
    """Return the amounts of categories moved in proportion, so that they add up to a total.

    Each is a multiple of ``unit``, the smallest amount of the currency; what rounding leaves
    over goes to the largest. Amounts that add up already, or to nothing, stay as they are.
    """
    whole = sum(amounts.values(), Decimal(0))
    if whole in {total, Decimal(0)}:
        return dict(amounts)
    moved = {
        key: (each * total / whole).quantize(unit, ROUND_DOWN) for key, each in amounts.items()
    }
    largest = max(moved, key=lambda key: moved[key])
    moved[largest] += total - sum(moved.values(), Decimal(0))
    return moved
