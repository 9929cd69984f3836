"""Counting working days; which days those are is told by the caller."""

from collections.abc import Callable
from datetime import date, timedelta

Works = Callable[[date], bool]
"""Says whether a day is a working day."""
DAY = timedelta(days=1)
FRIDAY = 4
LONGEST_PAUSE = 60
"""Days after which a calendar without any working day is given up."""


def monday_to_friday(day: date) -> bool:
    """Say whether a day is a working day where nothing else is known."""
    return day.weekday() <= FRIDAY


def counted(after: date, until: date, works: Works) -> int:
    """Return how many working days follow ``after``, up to and with ``until``; 0 if none."""
    days = (after + DAY * number for number in range(1, (until - after).days + 1))
    return sum(works(day) for day in days)


def on_or_after(day: date, works: Works) -> date:
    """Return the day, or the next working day if it is none."""
    return _first_that_works(day, DAY, works)


def moved(day: date, number: int, works: Works) -> date:
    """Return the working day that lies a number of working days after a day, or before it."""
    step = DAY if number > 0 else -DAY
    for _ in range(abs(number)):
        day = _first_that_works(day + step, step, works)
    return day


def _first_that_works(day: date, step: timedelta, works: Works) -> date:
    tried = (day + step * number for number in range(LONGEST_PAUSE))
    return next((each for each in tried if works(each)), day)
