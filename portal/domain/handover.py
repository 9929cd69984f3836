"""The rules of a handover plan: what is complete, shares that add up, milestones that wait.

The handbook on migrant centres wants a handover in the longer term wherever the State does not
run a centre itself; the figures and lists here are the office's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_handover import WAITING, GoalState

WHOLE = 100
"""What the shares of a year add up to, in percent of its budget."""


class Side(StrEnum):
    """Who has to reach a milestone."""

    IOM = "iom"
    STATE = "state"
    BOTH = "both"


@dataclass(frozen=True)
class YearShare:
    """Who pays which part of the budget of a year, in whole percent; ``reason`` if less."""

    year: int
    iom: int
    state: int
    reason: str = ""


@dataclass(frozen=True)
class Goal:
    """What the rules read of a milestone."""

    state: GoalState
    due_on: date


def share_rules(years: Sequence[YearShare]) -> list[RuleBroken]:
    """Return what is wrong with the shares, which are told by year.

    Each year adds up to 100, stands once and follows the one before; where the State's share
    falls, the reason is stated.
    """
    rows = sorted(years, key=lambda each: each.year)
    broken = [
        RuleBroken(
            "handover_share_sum", "years", year=str(each.year), sum=each.iom + each.state
        )
        for each in rows
        if each.iom + each.state != WHOLE
    ]
    for before, after in pairwise(rows):
        broken += _follows(before, after)
    return broken


def _follows(before: YearShare, after: YearShare) -> Iterable[RuleBroken]:
    facts = {"year": str(after.year)}
    if after.year == before.year:
        yield RuleBroken("handover_share_twice", "years", **facts)
    elif after.year != before.year + 1:
        yield RuleBroken("handover_share_gap", "years", **facts)
    if after.state < before.state and not after.reason.strip():
        yield RuleBroken("handover_share_falls", "years", **facts)


def missing(
    texts: Sequence[tuple[str, str]], goals: Sequence[Goal], years: Sequence[YearShare]
) -> list[RuleBroken]:
    """Return what a plan lacks before it is submitted; ``texts`` are (field, what it says)."""
    broken = [
        RuleBroken(f"handover_{name}_missing") for name, said in texts if not said.strip()
    ]
    if not goals:
        broken.append(RuleBroken("handover_goals_missing"))
    if not years:
        broken.append(RuleBroken("handover_years_missing"))
    return broken + share_rules(years)


def is_late(goal: Goal, today: date) -> bool:
    """Say whether a milestone that waits should have been reached by now."""
    return goal.state in WAITING and goal.due_on < today


@dataclass(frozen=True)
class Standing:
    """How far a plan is: milestones settled of all, overdue ones, the next day that waits."""

    settled: int
    of_all: int
    late: int
    next_on: date | None


def standing(goals: Sequence[Goal], today: date) -> Standing:
    """Return how far a plan is."""
    waiting = [each for each in goals if each.state in WAITING]
    late = sum(is_late(each, today) for each in goals)
    following = min((each.due_on for each in waiting), default=None)
    return Standing(len(goals) - len(waiting), len(goals), late, following)


def spread(first: date, last: date, after: int) -> date:
    """Return the day after which a part of the days from first to last is over, in percent."""
    return first + timedelta(days=max(0, (last - first).days) * after // 100)
