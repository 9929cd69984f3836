"""The money of a report: plan and variance, rates of exchange, cash that must tie."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
HIGHEST_RATE = Decimal(1_000_000)
RATE_PLACES = 8
"""How many figures after the point a rate of exchange keeps."""


def planned(budget: Decimal, starts_on: date, ends_on: date, until: date) -> Decimal:
    """Return what of a budget is due to be spent by a day: its share of the contract's days."""
    days = (ends_on - starts_on).days + 1
    passed = min(max((until - starts_on).days + 1, 0), days)
    return (budget * passed / days).quantize(CENT, ROUND_HALF_UP)


def variance(spent: Decimal, plan: Decimal) -> Decimal | None:
    """Return in percent how far spending is over (or, below 0, under) its plan."""
    if not plan:
        return None
    return ((spent - plan) * HUNDRED / plan).quantize(TENTH, ROUND_HALF_UP)


def varies(spent: Decimal, plan: Decimal, most: int) -> bool:
    """Say whether spending is more than ``most`` percent off its plan; any without a plan."""
    return abs(spent - plan) * HUNDRED > plan * most


def kept_rate(rate: Decimal) -> Decimal:
    """Return a rate as it is kept."""
    return rate.quantize(Decimal(1).scaleb(-RATE_PLACES), ROUND_HALF_UP)


def rate_places(rate: Decimal) -> int:
    """Return how many figures after the point a rate is written with, at least two."""
    return max(2, -int(rate.normalize().as_tuple().exponent))


def converted(amount: Decimal, rate: Decimal, places: int) -> Decimal:
    """Return an amount in the currency of the contract, of which one unit has ``places``."""
    return (amount * rate).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth in the contract's from a day on, and by whom."""

    currency: str
    from_on: date
    rate: Decimal
    source: str = ""


def rate_on(rates: Iterable[Rate], currency: str, day: date) -> Rate | None:
    """Return the rate that holds on a day: the last one that began on it or before."""
    known = [each for each in rates if each.currency == currency and each.from_on <= day]
    return max(known, key=lambda each: each.from_on, default=None)


@dataclass(frozen=True)
class Cash:
    """The cash position of a period in the contract's currency; None is not stated yet."""

    opening: Decimal | None = None
    received: Decimal | None = None
    other: Decimal | None = None
    closing: Decimal | None = None
    other_note: str = ""

    @property
    def missing(self) -> int:
        """How many of the four amounts are not stated yet."""
        given = (self.opening, self.received, self.other, self.closing)
        return sum(each is None for each in given)

    def expected(self, spent: Decimal) -> Decimal:
        """Return what is left: opening balance, money received and other income, less spent."""
        parts = (self.opening, self.received, self.other)
        return sum((each or ZERO for each in parts), ZERO) - spent

    def ties(self, spent: Decimal) -> bool:
        """Say whether the balance that was counted is the one that follows from the rest."""
        return self.closing == self.expected(spent)
