"""How often a contract is checked at least: by the partner's rating and the cash of a year.

The figures are the house's own, kept in ``library/assurance.toml``; they are no rule of IOM.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.contracts import months_between

MONTHS = 12
STRICTEST = "high"
"""How a partner counts whose capacity is not assessed, or not any more."""


@dataclass(frozen=True)
class Needed:
    """How many programme visits and spot checks one year of a contract needs at least."""

    visits: int
    spot_checks: int


def cash_a_year(amount: Decimal, starts_on: date, ends_on: date) -> Decimal:
    """Return the cash of one year: the whole amount of a contract of a year or less."""
    months = months_between(starts_on, ends_on) or 1
    return amount if months <= MONTHS else amount * MONTHS / months


def year_of(starts_on: date, ends_on: date, today: date) -> tuple[date, date]:
    """Return the year of the contract that a day lies in, or the nearest one; both ends in."""
    first = starts_on
    while (after := _next(first)) <= min(today, ends_on):
        first = after
    return first, min(_next(first) - timedelta(days=1), ends_on)


def _next(day: date) -> date:
    """Return the same day a year later; the last of February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def needed(table: Mapping[str, Any], rating: str, cash: Decimal, currency: str) -> Needed:
    """Return what a year needs; a currency without limits counts as the highest band."""
    bands: Sequence[Mapping[str, Any]] = table["band"]
    limits = table["limits"].get(currency)
    place = len(bands) - 1 if limits is None else sum(cash > limit for limit in limits)
    band, column = bands[place], rating or STRICTEST
    return Needed(int(band["visits"][column]), int(band["spot_checks"][column]))
