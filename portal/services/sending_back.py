"""Sending a recommendation back to procurement: by the head of office, or by an objection."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from portal.domain.lifecycle import DROP_OBJECTION, RETURN_RECOMMENDATION, ObjectionState
from portal.domain.policy import Actor
from portal.models import Call, Document, Event, ObjectionRequest
from portal.models.records import DocumentState
from portal.services import evaluations, events
from portal.services.steps import advance

NONE: dict[str, Any] = {
    "no_objection_on": None,
    "no_objection_by": "",
    "no_objection_reference": "",
}
"""The columns of a call without a no-objection."""


def returns(call: Call) -> int:
    """Count how often the recommendation of a call was sent back."""
    returned = (Event.subject_id == call.id) & (Event.name == "call.recommendation_returned")
    return Event.select().where(returned).count()


def send_back(call: Call, comment: str, by: Actor, at: datetime) -> None:
    """Return the recommendation with a comment: its report and its request no longer stand."""
    advance(call, RETURN_RECOMMENDATION, **NONE, award_comment=comment.strip())
    events.record(by, "call.recommendation_returned", call, at)
    asked = (ObjectionRequest.call == call) & (ObjectionRequest.state == ObjectionState.OPEN)
    for request in ObjectionRequest.select().where(asked):
        advance(request, DROP_OBJECTION)
    evaluations.thaw(call)
    _set_report_aside(call)


def _set_report_aside(call: Call) -> None:
    report = (Document.kind == "evaluation") & (Document.subject_id == call.id)
    unmade = report & (Document.state != DocumentState.ISSUED)
    Document.delete().where(unmade).execute()
    aside = uuid5(call.id, f"returned {returns(call)}")
    Document.update(subject_id=aside).where(report).execute()
