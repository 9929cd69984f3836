"""Decisions of management committees: their register, and what became of each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.db import atomic
from portal.domain import meetings as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_meetings import (
    DO_DECISION,
    DROP_DECISION,
    REOPEN_DECISION,
    TOOK_PLACE,
    DecisionState,
    MeetingState,
)
from portal.domain.policy import Actor, require
from portal.domain.workflow import Step
from portal.models import Centre
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.models.meetings import MeetingDecision
from portal.services import events
from portal.services.steps import advance, found

if TYPE_CHECKING:
    from peewee import ModelSelect

OVERDUE = "overdue"
"""What an open decision is called once its day has passed."""


@dataclass(frozen=True)
class Wanted:
    """Which decisions are looked for: a state, or overdue, and a side; empty means all."""

    state: str = ""
    side: str = ""


def joined() -> "ModelSelect[MeetingDecision]":
    """Return the query for decisions with their meeting and centre."""
    return MeetingDecision.select(MeetingDecision, Meeting, Centre).join(Meeting).join(Centre)


def by_id(decision_id: UUID) -> MeetingDecision:
    """Find a decision with its meeting and centre, or refuse with ``NotFound``."""
    row: MeetingDecision | None = joined().where(MeetingDecision.id == decision_id).first()
    return found(row)


def standing(decision: MeetingDecision, today: date) -> str:
    """Name how a decision stands: open, overdue, done or dropped."""
    late = rules.is_overdue(decision.state, decision.due_on, today)
    return OVERDUE if late else decision.state.value


def days_late(decision: MeetingDecision, today: date) -> int | None:
    """Return how many days a decision is overdue; nothing when it is not."""
    late = standing(decision, today) == OVERDUE
    return (today - decision.due_on).days if late else None


def register(centre: Centre, wanted: Wanted, today: date) -> list[MeetingDecision]:
    """Return the decisions of a centre that fit, those that are due first before the rest."""
    mine = (Meeting.centre == centre) & Meeting.state.in_(list(TOOK_PLACE))
    rows = list(
        joined().where(mine).order_by(MeetingDecision.due_on, MeetingDecision.reference)
    )
    fitting = [each for each in rows if _fits(each, wanted, today)]
    return sorted(fitting, key=lambda each: each.state is not DecisionState.OPEN)


def _fits(decision: MeetingDecision, wanted: Wanted, today: date) -> bool:
    if wanted.side and decision.side.value != wanted.side:
        return False
    open_too = wanted.state == DecisionState.OPEN and decision.state is DecisionState.OPEN
    return not wanted.state or open_too or standing(decision, today) == wanted.state


_STEPS: dict[str, tuple[Step[Any], str]] = {
    "do": (DO_DECISION, "decision.done"),
    "drop": (DROP_DECISION, "decision.dropped"),
    "reopen": (REOPEN_DECISION, "decision.reopened"),
}


def follow(decision: MeetingDecision, step: str, reason: str, by: Actor, at: datetime) -> None:
    """Say that a decision is done, dropped or open again; the last two with a reason."""
    require(by, Action.FOLLOW_DECISION, decision)
    taken, event = _STEPS[step]
    if decision.meeting.state is not MeetingState.AGREED:
        raise RuleBroken("decision_not_agreed")
    if taken is not DO_DECISION and not reason.strip():
        raise RuleBroken("decision_reason_missing", "reason")
    settled = None if taken is REOPEN_DECISION else at.date()
    with atomic():
        advance(decision, taken, reason=reason.strip(), settled_on=settled)
        events.record(by, event, decision.meeting, at, number=decision.position)
