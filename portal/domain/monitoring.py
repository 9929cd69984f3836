"""Reporting periods, targets spread over them, and when a figure asks for a note."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from portal.domain.indicators import Measure

UNDER_TARGET = 10
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Period:
    """One reporting period: both days belong to it, the report is due some days after."""

    number: int
    starts_on: date
    ends_on: date
    due_on: date


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def periods(
    starts_on: date, ends_on: date, every: int, days: int, final: int | None = None
) -> list[Period]:
    """Divide the days of a contract into periods of ``every`` months; the last may be shorter.

    Reports are due ``days`` days after the end of their period, the last one after ``final``.
    """
    starts = [starts_on]
    while (following := add_months(starts_on, every * len(starts))) <= ends_on:
        starts.append(following)
    ends = [start - timedelta(days=1) for start in starts[1:]] + [ends_on]
    last = days if final is None else final
    return [
        Period(number, start, end, end + timedelta(days=last if end == ends_on else days))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def by_days(amount: Decimal, days: Sequence[int]) -> list[Decimal]:
    """Spread an amount over periods by their days, to the cent; the parts add up to it."""
    whole = sum(days) or 1
    ends = [round(amount * sum(days[:number]) / whole, 2) for number in range(len(days) + 1)]
    return [after - before for before, after in pairwise(ends)]


def share(part: Decimal | int | None, whole: Decimal | int) -> int | None:
    """Return a part in percent of the whole, rounded down; None where there is no whole."""
    if part is None or not whole:
        return None
    return int(Decimal(part) * 100 // Decimal(whole))


def under_target(total: Fraction | int | None, target: int) -> bool:
    """Say whether a figure is more than 10 percent under its target (house default)."""
    return total is not None and total * 100 < target * (100 - UNDER_TARGET)


def behind(measure: Measure, total: Fraction | int | None, target: int) -> bool:
    """Say whether a figure is more than 10 percent on the wrong side of its target."""
    if measure.falling:
        return total is not None and total * 100 > target * (100 + UNDER_TARGET)
    return under_target(total, target)


def over_budget(spent: Decimal | int, budget: Decimal | int) -> bool:
    """Say whether the money spent so far passes the agreed amount of its category."""
    return spent > budget
