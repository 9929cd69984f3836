"""Sending a recommendation back to the committee: by whoever holds it, or by an objection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.domain.errors import WrongState
from portal.domain.lifecycle import RETURN_RECOMMENDATION
from portal.domain.lifecycle_award import (
    RETURN_AWARD,
    RETURN_SECOND,
    RETURN_UNREVIEWED,
    AwardState,
)
from portal.domain.lifecycle_seats import DROP_OBJECTION, ObjectionState
from portal.domain.policy import Actor
from portal.domain.workflow import Step
from portal.models import AwardRound, Call, ObjectionRequest
from portal.services import evaluation_papers, events
from portal.services.steps import advance

FIRST = "first"
"""The round that the committee's own recommendation begins."""
NONE: dict[str, Any] = {
    "no_objection_on": None,
    "no_objection_by": "",
    "no_objection_reference": "",
}
"""The columns of a call without a no-objection."""
RETURNS: Mapping[AwardState, Step[AwardState]] = {
    AwardState.RECOMMENDED: RETURN_UNREVIEWED,
    AwardState.REVIEWED: RETURN_AWARD,
    AwardState.SECOND: RETURN_SECOND,
}


def step_from(row: AwardRound) -> Step[AwardState]:
    """Return the step that sends a recommendation back from where it stands, or refuse."""
    step = RETURNS.get(row.state)
    if step is None:
        raise WrongState("return_award", row.state)
    return step


def send_back(row: AwardRound, comment: str, by: Actor, at: datetime) -> None:
    """Return a recommendation with a comment, in the caller's transaction.

    The first one takes its call, its report and its request to a government along.
    """
    step = step_from(row)
    advance(row, step, comment=comment, ended_at=at)
    if row.cause == FIRST:
        advance(row.call, RETURN_RECOMMENDATION, **NONE, award_comment=comment)
    _drop_request(row.call)
    facts = {"round": row.number, "step": step.name}
    events.record(by, "call.recommendation_returned", row.call, at, **facts)
    if row.cause == FIRST:
        evaluation_papers.set_aside(row.call)


def _drop_request(call: Call) -> None:
    asked = (ObjectionRequest.call == call) & (ObjectionRequest.state == ObjectionState.OPEN)
    for request in ObjectionRequest.select().where(asked):
        advance(request, DROP_OBJECTION)
