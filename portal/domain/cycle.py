"""How long each step takes from a call to its first accepted report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from statistics import median


class Milestone(StrEnum):
    """What a call reaches, in this order."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    PUBLISHED = "published"
    DEADLINE = "deadline"
    OPENED = "opened"
    SCORED = "scored"
    AWARDED = "awarded"
    LETTERS = "letters"
    SIGNED = "signed"
    REPORTED = "reported"


STAGES = tuple(second for _first, second in pairwise(Milestone))
"""A stage is named by the milestone that ends it."""
Moments = Mapping[Milestone, datetime]
Days = Mapping[Milestone, int]
_DAY = 86_400


def days(moments: Moments) -> dict[Milestone, int]:
    """Return the whole days of each stage of which both ends are known.

    A milestone that was passed over, such as a letter that never left, joins its stage to the
    next one, so that no time is lost. One that came before its predecessor takes no time.
    """
    known = [(each, moments[each]) for each in Milestone if each in moments]
    return {
        end: max(0, int((later - earlier).total_seconds() // _DAY))
        for (_start, earlier), (end, later) in pairwise(known)
    }


def whole(moments: Moments) -> int | None:
    """Return the days from the draft to the signature; None before it."""
    if Milestone.DRAFTED not in moments or Milestone.SIGNED not in moments:
        return None
    between = moments[Milestone.SIGNED] - moments[Milestone.DRAFTED]
    return max(0, int(between.total_seconds() // _DAY))


@dataclass(frozen=True)
class Stage:
    """One stage over many calls: the days of each, the shortest first, and their median."""

    ends_with: Milestone
    days: Sequence[int]
    median: float | None


def stages(calls: Iterable[Days]) -> list[Stage]:
    """Gather the stages of calls; a stage that no call has passed has no median."""
    listed = list(calls)
    return [_stage(each, [days[each] for days in listed if each in days]) for each in STAGES]


def _stage(ends_with: Milestone, figures: Sequence[int]) -> Stage:
    return Stage(ends_with, sorted(figures), median(figures) if figures else None)
