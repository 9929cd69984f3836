"""The way of procedures into force: reviewed, agreed with the authority, in force, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain import procedures as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_procedures import (
    AGREE_PROCEDURE,
    EDIT_PROCEDURE,
    PENDING,
    REPLACE_PROCEDURE,
    RETURN_PROCEDURE,
    REVIEW_PROCEDURE,
    START_PROCEDURE,
    WITHDRAW_PROCEDURE,
    ProcedureState,
)
from portal.domain.policy import Actor, can, require
from portal.models import Centre, Document, Procedure
from portal.services import documents, events, procedures
from portal.services.steps import advance, hold
from portal.services.todo import Item

KIND = "procedures"
"""The kind of the procedures among the documents."""


@dataclass(frozen=True)
class Agreement:
    """By what the authority and IOM agreed: the day, the letter, who signed for each side."""

    agreed_on: date
    letter: str
    state_signatory: str
    office_signatory: str


def require_complete(procedure: Procedure) -> None:
    """Refuse with everything that is missing."""
    lacking = procedures.gaps(procedure, *procedures.contents(procedure))
    if lacking:
        raise RulesBroken([each.broken for each in lacking])


def give_back(procedure: Procedure, remark: str, by: Actor, at: datetime) -> None:
    """Give a version back to its author with what is to be changed first."""
    require(by, Action.REVIEW_PROCEDURE, procedure)
    said = _written(remark, "remark")
    with atomic():
        advance(procedure, RETURN_PROCEDURE, remark=said, reviewer=None, reviewed_at=None)
        events.record(by, "procedure.returned", procedure, at)


def _written(text: str, field: str) -> str:
    if not text.strip():
        raise RuleBroken("procedure_reason_missing", field)
    return text.strip()


def review(procedure: Procedure, by: Actor, at: datetime) -> None:
    """Review a complete draft under the reviewer's own name; its author may not."""
    require(by, Action.REVIEW_PROCEDURE, procedure)
    with atomic():
        hold(procedure, EDIT_PROCEDURE)
        require_complete(procedures.by_id(procedure.id))
        advance(procedure, REVIEW_PROCEDURE, reviewer=by.person_id, reviewed_at=at, remark="")
        events.record(by, "procedure.reviewed", procedure, at)


def agree(procedure: Procedure, given: Agreement, by: Actor, at: datetime) -> None:
    """Record that the authority and IOM agreed a reviewed version, which lacks nothing."""
    require(by, Action.AGREE_PROCEDURE, procedure)
    if given.agreed_on > at.date():
        raise RuleBroken("procedure_agreed_ahead", "agreed_on")
    with atomic():
        require_complete(procedure)
        values = {**vars(given), "agreed_at": at, "agreed_by": by.person_id}
        advance(procedure, AGREE_PROCEDURE, **values)
        events.record(by, "procedure.agreed", procedure, at)


def start(procedure: Procedure, starts_on: date, by: Actor, at: datetime) -> None:
    """Put an agreed version in force from a day on; the former one ends the day before."""
    require(by, Action.AGREE_PROCEDURE, procedure)
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == procedure.centre_id).execute()
        former = _former(procedure)
        day = former.starts_on if former else None
        START_PROCEDURE.take(procedure.state)
        if broken := rules.broken_start(starts_on, procedure.agreed_on, day):
            raise RulesBroken(broken)
        if former is not None:
            advance(former, REPLACE_PROCEDURE, ends_on=rules.day_before(starts_on))
            events.record(by, "procedure.replaced", former, at, number=procedure.number)
        advance(procedure, START_PROCEDURE, starts_on=starts_on)
        events.record(by, "procedure.started", procedure, at)


def _former(procedure: Procedure) -> Procedure | None:
    mine = Procedure.centre == procedure.centre_id
    return Procedure.get_or_none(mine & (Procedure.state == ProcedureState.IN_FORCE))


def withdraw(procedure: Procedure, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a version with the reason; one in force ends that day."""
    require(by, Action.AGREE_PROCEDURE, procedure)
    said = _written(reason, "reason")
    with atomic():
        advance(procedure, WITHDRAW_PROCEDURE, reason=said, ends_on=at.date())
        events.record(by, "procedure.withdrawn", procedure, at)


def issue(procedure: Procedure, by: Actor, at: datetime) -> None:
    """Ask for the official document of a version in force, in every language, once."""
    require(by, Action.AGREE_PROCEDURE, procedure)
    REPLACE_PROCEDURE.take(procedure.state)
    with atomic():
        if document(procedure) is not None:
            raise RuleBroken("procedure_issued")
        documents.request(KIND, procedure.id, procedure.reference, LANGUAGES, at)
        events.record(by, "procedure.issued", procedure, at)


def document(procedure: Procedure) -> Document | None:
    """Return the official document of a version, once it is asked for."""
    return documents.of(KIND, procedure.id, procedure.language)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the versions that wait for the actor: to change, review, agree, put in force."""
    if actor.person_id is None or actor.partner_id is not None:
        return []
    pending = Procedure.state.in_(list(PENDING))
    rows = procedures.joined().where(pending).order_by(Procedure.reference)
    found = [(_word(each, actor), each) for each in rows]
    parts = [(word, each, {"procedure_id": str(each.id)}) for word, each in found if word]
    return [
        Item(f"work.{word}", each.reference, each.centre.name, "procedures.show", ways)
        for word, each, ways in parts
    ]


def _word(procedure: Procedure, actor: Actor) -> str:
    """Name what a version waits for from the actor; nothing if others hold the pen."""
    if procedure.state is not ProcedureState.DRAFT:
        awaited = procedure.state is ProcedureState.REVIEWED
        word = "agree_procedure" if awaited else "start_procedure"
        return word if can(actor, Action.AGREE_PROCEDURE, procedure) else ""
    writes = actor.person_id == procedure.author_id
    if not writes and not can(actor, Action.REVIEW_PROCEDURE, procedure):
        return ""
    if procedure.remark or _lacks(procedure):
        return "complete_procedure" if writes else ""
    return "" if writes else "review_procedure"


def _lacks(procedure: Procedure) -> bool:
    return bool(procedures.gaps(procedure, *procedures.contents(procedure)))
