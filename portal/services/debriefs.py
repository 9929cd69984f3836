"""Debriefs: a partner asks the office to explain a result, and the answer is kept."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.policy import Actor, require
from portal.models import Call, Debrief, Partner, Proposal
from portal.services import award_letters, events, outbox
from portal.services.opening import contacts
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect

__all__ = ["Debrief"]


def _joined() -> "ModelSelect[Debrief]":
    return (
        Debrief.select(Debrief, Proposal, Call, Partner)
        .join(Proposal)
        .join(Call)
        .switch(Proposal)
        .join(Partner)
        .order_by(Debrief.asked_at)
    )


def by_id(debrief_id: UUID) -> Debrief:
    """Return a debrief with its proposal and call, or refuse."""
    row: Debrief | None = _joined().where(Debrief.id == debrief_id).first()
    return found(row)


def of(proposal: Proposal) -> list[Debrief]:
    """Return what the partner of a proposal asked, and the answers."""
    return list(_joined().where(Debrief.proposal == proposal))


def of_call(call: Call) -> list[Debrief]:
    """Return what all partners of a call asked, and the answers."""
    return list(_joined().where(Proposal.call == call))


def ask(proposal: Proposal, question: str, by: Actor, at: datetime) -> None:
    """Ask the office to explain the result; one question at a time."""
    require(by, Action.ASK_DEBRIEF, proposal)
    award_letters.require_out(proposal, by)
    if not question.strip():
        raise RuleBroken("debrief_empty", "question")
    if any(each.answered_at is None for each in of(proposal)):
        raise RuleBroken("debrief_open", "question")
    with atomic():
        text = question.strip()
        Debrief.create(proposal=proposal, question=text, asked_by=by.person_id, asked_at=at)
        events.record(by, "proposal.debrief_asked", proposal, at)


def answer(row: Debrief, text: str, by: Actor, at: datetime) -> None:
    """Answer a partner's question, once."""
    require(by, Action.ANSWER_DEBRIEF, row)
    if not text.strip():
        raise RuleBroken("debrief_answer_empty", "answer")
    with atomic():
        waits = (Debrief.id == row.id) & Debrief.answered_at.is_null()
        given = {"answer": text.strip(), "answered_by": by.person_id, "answered_at": at}
        if Debrief.update(given).where(waits).execute() != 1:
            raise WrongState("answer_debrief", "answered")
        events.record(by, "proposal.debrief_answered", row.proposal, at)
        facts = {"reference": row.proposal.call.reference, "proposal": str(row.proposal_id)}
        for person in contacts([row.proposal.partner_id]):
            outbox.put_mail(person.email, "debrief_answered", person.language, at, **facts)
