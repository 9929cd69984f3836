"""What happened lately on the records that a person follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from peewee import Expression

from portal.domain.actions import Action
from portal.domain.lifecycle import PARTNER_CONTRACT_STATES
from portal.domain.policy import Actor, can
from portal.models import Call, Centre, Contract, Event, Proposal, Report
from portal.services.contracts import PARTNER_EVENTS

LATEST = 8
READ = 60
"""How many events are read, before those that repeat each other are folded into one."""
OFFICE_KINDS = ("call", "centre", "contract", "report")


@dataclass(frozen=True)
class News:
    """One thing that happened, and the reference of the record it happened to."""

    event: Event
    reference: str


def of(actor: Actor) -> list[News]:
    """Return the latest events on the actor's records, newest first; never on sealed ones."""
    condition = _of_partner(actor) if actor.partner_id else _of_office(actor)
    seen = list(Event.select().where(condition).order_by(Event.id.desc()).limit(READ))
    names = _references(event.subject_id for event in seen)
    runs = groupby(seen, key=lambda event: (event.subject_id, event.name))
    latest = [next(run) for _, run in runs]
    return [News(event, names.get(event.subject_id, "")) for event in latest[:LATEST]]


def _of_partner(actor: Actor) -> Expression:
    own = Proposal.select(Proposal.id).where(Proposal.partner == actor.partner_id)
    reports = Report.select(Report.id).where(Report.partner == actor.partner_id)
    reached = Contract.state.in_(list(PARTNER_CONTRACT_STATES))
    contracts = Contract.select(Contract.id).where(
        (Contract.partner == actor.partner_id) & reached
    )
    shown = Event.subject_id.in_(contracts) & Event.name.in_(PARTNER_EVENTS)
    return Event.subject_id.in_(own) | Event.subject_id.in_(reports) | shown


def _of_office(actor: Actor) -> Expression:
    if can(actor, Action.SEE_CENTRES):
        return Event.kind.in_(OFFICE_KINDS)
    return Event.subject_id.in_(list(actor.seats))


def _references(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(set(ids))
    proposals = Proposal.select(Proposal.id, Call.reference).join(Call)
    named = {row.id: row.call.reference for row in proposals.where(Proposal.id.in_(wanted))}
    for table in (Call, Centre, Contract, Report):
        rows = table.select(table.id, table.reference).where(table.id.in_(wanted))
        named |= {row.id: row.reference for row in rows}
    return named
