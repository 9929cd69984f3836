"""Report and score sheet of a call: asked for with a recommendation, set aside by a return."""

from datetime import datetime
from uuid import uuid5

from portal.config import LANGUAGES
from portal.models import Call, Document, Event
from portal.models.records import DocumentState
from portal.services import documents, evaluations

PAPERS = {"evaluation": "EVALUATION", "score_sheet": "SCORES"}
"""Their kinds, and how their numbers end."""


def ask(call: Call, at: datetime) -> None:
    """Ask for both in each language, numbered after the returns so far."""
    returned = _returns(call)
    edition = f"-{returned + 1}" if returned else ""
    for kind, name in PAPERS.items():
        number = f"{call.reference}-{name}{edition}"
        documents.request(kind, call.id, number, LANGUAGES, at)


def set_aside(call: Call) -> None:
    """Take both away from the call; what was issued can still be checked."""
    evaluations.thaw(call)
    report = Document.kind.in_(list(PAPERS)) & (Document.subject_id == call.id)
    unmade = report & (Document.state != DocumentState.ISSUED)
    Document.delete().where(unmade).execute()
    aside = uuid5(call.id, f"returned {_returns(call)}")
    Document.update(subject_id=aside).where(report).execute()


def _returns(call: Call) -> int:
    returned = (Event.subject_id == call.id) & (Event.name == "call.recommendation_returned")
    return Event.select().where(returned).count()
