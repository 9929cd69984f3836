"""What happened lately on the records that a person follows."""

from peewee import ModelSelect

from portal.domain.lifecycle import PARTNER_CONTRACT_STATES
from portal.domain.policy import Action, Actor, can
from portal.models import Call, Centre, Contract, Event, Proposal, Report

LATEST = 10


def of(actor: Actor) -> list[Event]:
    """Return the latest events on the actor's records, newest first; never on sealed ones."""
    condition = Event.subject_id.in_(list(actor.seats))
    for followed in _of_partner(actor) if actor.partner_id else _of_office(actor):
        condition |= Event.subject_id.in_(followed)
    return list(Event.select().where(condition).order_by(Event.id.desc()).limit(LATEST))


def _of_partner(actor: Actor) -> list[ModelSelect]:
    reached = Contract.state.in_(list(PARTNER_CONTRACT_STATES))
    return [
        Proposal.select(Proposal.id).where(Proposal.partner == actor.partner_id),
        Report.select(Report.id).where(Report.partner == actor.partner_id),
        Contract.select(Contract.id).where((Contract.partner == actor.partner_id) & reached),
    ]


def _of_office(actor: Actor) -> list[ModelSelect]:
    if not can(actor, Action.SEE_CENTRES):
        return []
    return [table.select(table.id) for table in (Call, Centre, Contract, Report)]
