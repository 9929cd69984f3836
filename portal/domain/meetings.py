"""What holds for the meetings of a management committee: quorum, minutes in time, the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.agreements import JointSide
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_meetings import DecisionState
from portal.domain.working_days import Works, moved


@dataclass(frozen=True)
class Attendant:
    """Somebody who belongs to the committee, and whether they or their deputy were there."""

    side: JointSide
    present: bool


@dataclass(frozen=True)
class Quorum:
    """How many of each side were present, and how many had to be."""

    present: Mapping[JointSide, int]
    needed: Mapping[JointSide, int]

    @property
    def holds(self) -> bool:
        """Whether both sides were there in their number, so that decisions can be taken."""
        return not self.short

    @property
    def short(self) -> Sequence[JointSide]:
        """The sides that were not there in their number."""
        return [each for each in JointSide if self.present[each] < self.needed[each]]


def quorum(attendants: Iterable[Attendant], needed: Mapping[JointSide, int]) -> Quorum:
    """Count who was present of each side against what the agreement asks for."""
    there = [each.side for each in attendants if each.present]
    return Quorum({side: there.count(side) for side in JointSide}, needed)


def broken_decisions(count: int, found: Quorum) -> list[RuleBroken]:
    """Refuse decisions of a meeting that has no quorum, with the figures of both sides."""
    if not count or found.holds:
        return []
    facts = {f"{side}_present": found.present[side] for side in JointSide}
    facts |= {f"{side}_needed": found.needed[side] for side in JointSide}
    return [RuleBroken("meeting_no_quorum", "decisions", **facts)]


def minutes_due(held_on: date, days: int, works: Works) -> date:
    """Return the last working day on which both sides agree to the minutes in time."""
    return moved(held_on, days, works)


def next_due(last: date, frequency_days: int) -> date:
    """Return the day by which the committee meets again."""
    return last + timedelta(days=frequency_days)


def is_overdue(state: DecisionState, due_on: date, today: date) -> bool:
    """Say whether a decision that is open should have been carried out by now."""
    return state is DecisionState.OPEN and due_on < today
