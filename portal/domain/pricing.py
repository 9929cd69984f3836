"""How prices become points, and how quality and price are weighed, in exact fractions."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Generic, TypeVar

from portal.domain.call_terms import PriceFormula

P = TypeVar("P", bound=Hashable)
FULL = 100
FEWEST_FOR_MEDIAN = 3
"""From how many prices on their median says something."""


@dataclass(frozen=True)
class Cost:
    """What the price of a proposal is worth: its points of 100, and those with quality."""

    price: Decimal
    points: Fraction
    combined: Fraction


@dataclass(frozen=True)
class Offer(Generic[P]):
    """The prices offered for a lot, and how they count; ``quality_weight`` in percent."""

    prices: Mapping[P, Decimal]
    ceiling: Decimal
    quality_weight: int
    formula: PriceFormula

    def costs(self, quality: Mapping[P, Fraction]) -> dict[P, Cost]:
        """Return the cost of each proposal that passed, whose points of quality are given."""
        lowest = min((self.prices[each] for each in quality), default=Decimal(0))
        return {each: self._cost(each, mean, lowest) for each, mean in quality.items()}

    def _cost(self, proposal: P, quality: Fraction, lowest: Decimal) -> Cost:
        price = self.prices[proposal]
        points = price_points(self.formula, price, lowest, self.ceiling)
        return Cost(price, points, combined(quality, points, self.quality_weight))


def price_points(
    formula: PriceFormula, price: Decimal, lowest: Decimal, ceiling: Decimal
) -> Fraction:
    """Return the points of 100 that a price gives.

    ``lowest_over_price``: the lowest price of those who pass, divided by the price.
    ``linear_to_ceiling``: the part of the ceiling that is not spent; a default of the house.
    """
    if price <= 0:
        return Fraction(FULL)
    if formula is PriceFormula.LOWEST_OVER_PRICE:
        return FULL * Fraction(max(lowest, Decimal(0))) / Fraction(price)
    return max(FULL * (Fraction(ceiling) - Fraction(price)) / Fraction(ceiling), Fraction(0))


def combined(quality: Fraction, price: Fraction, quality_weight: int) -> Fraction:
    """Return quality and price together; the weight of price is the rest of 100 percent."""
    return (quality_weight * quality + (FULL - quality_weight) * price) / FULL


@dataclass(frozen=True)
class LowLimits:
    """From where on a price is abnormally low: percent under the median, and the ceiling."""

    under_median: int = FULL
    under_ceiling: int = FULL


def low_prices(prices: Mapping[P, Decimal], ceiling: Decimal, limits: LowLimits) -> list[P]:
    """Return whose price is abnormally low; a flag to ask the partner, never a refusal.

    The median is looked at from three prices on.
    """
    least = _under(ceiling, limits.under_ceiling)
    if len(prices) >= FEWEST_FOR_MEDIAN:
        least = max(least, _under(median(prices.values()), limits.under_median))
    return [each for each, price in prices.items() if Fraction(price) < least]


def _under(amount: Decimal, percent: int) -> Fraction:
    return Fraction(amount) * (FULL - percent) / FULL
