"""Opening the proposals of a call by two people, and reading them afterwards."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import (
    NEVER_OPENED,
    OPEN_PROPOSALS,
    CallState,
    ProposalState,
)
from portal.domain.policy import Actor, require
from portal.models import Call, Centre, Grant, Person, Proposal
from portal.services import call_keys, clock, documents, events, outbox, proposals, seal
from portal.services.prepared import Prepared
from portal.services.steps import advance, found, fresh

__all__ = ["Call", "Proposal"]


def call_by_slug(slug: str) -> Call:
    """Return the call with its centre, or refuse."""
    return found(_by_slug.first(slug))


_by_slug: Prepared[Call] = Prepared(
    lambda slug: Call.select(Call, Centre).join(Centre).where(Call.slug == slug)
)


def opened(call: Call) -> list[Proposal]:
    """Return the opened proposals in the order of receipt; none before the opening."""
    return _opened(call.id)


_opened: Prepared[Proposal] = Prepared(
    lambda call: (
        proposals.joined()
        .where(
            (Proposal.call == call)
            & seal.unsealed()
            & Proposal.state.not_in(list(NEVER_OPENED))
        )
        .order_by(Proposal.submitted_at, Proposal.receipt)
    )
)


def start(call: Call, by: Actor, at: datetime) -> None:
    """Begin the opening as the first of two people; refused before the deadline."""
    require(by, Action.START_OPENING, call)
    _refuse_sealed(call)
    with atomic():
        begun = Call.update(opening_starter=by.person_id, opening_started_at=at).where(
            (Call.id == call.id)
            & (Call.state == CallState.PUBLISHED)
            & Call.opening_starter.is_null()
            & (Call.deadline <= clock.expression())
        )
        if begun.execute() != 1:
            refuse_early(call)
            raise WrongState("start_opening", fresh(call).state)
        events.record(by, "call.opening_started", call, at)


def _refuse_sealed(call: Call) -> None:
    if call_keys.has(call):
        raise RuleBroken("opening_by_shares")


def refuse_early(call: Call) -> None:
    """Refuse with the deadline and the present moment, both in the call's zone, before it."""
    now = clock.now()
    if call.state is CallState.PUBLISHED and call.deadline > now:
        here = f"{now.astimezone(ZoneInfo(call.zone)):%H:%M:%S}"
        raise RuleBroken("not_closed_yet", deadline=call.deadline, now=here, zone=call.zone)


def confirm(call: Call, by: Actor, at: datetime) -> None:
    """Open the sealed proposals as the second person and number them in order of receipt.

    The statement that opens also judges the deadline by the database's own clock.
    """
    require(by, Action.CONFIRM_OPENING, call)
    _refuse_sealed(call)
    refuse_early(call)
    due = (Call.deadline <= clock.expression()) & (Call.opening_starter != by.person_id)
    with atomic():
        advance(call, OPEN_PROPOSALS, also=due, opened_at=at, opening_confirmer=by.person_id)
        numbered = number(call)
        events.record(by, "call.opened", call, at, proposals=len(numbered))
        documents.request("opening", call.id, f"{call.reference}-OPENING", LANGUAGES, at)
        tell(call, numbered, at)


def number(call: Call) -> list[Proposal]:
    """Give the submitted proposals of a call their numbers, in order of receipt."""
    submitted = list(
        Proposal.select()
        .where((Proposal.call == call) & (Proposal.state == ProposalState.SUBMITTED))
        .order_by(Proposal.submitted_at, Proposal.receipt)
    )
    for place, proposal in enumerate(submitted, 1):
        proposal.number = f"{call.reference}-P{place}"
        proposal.save(only=[Proposal.number])
    return submitted


def tell(call: Call, proposals: list[Proposal], at: datetime) -> None:
    """Mail the partners of some proposals that these were opened."""
    by_partner = {proposal.partner_id: proposal for proposal in proposals}
    for person in contacts(by_partner):
        facts = {"reference": call.reference, "title": call.title}
        outbox.put_mail(person.email, "opened", person.language, at, **facts)


def contacts(partner_ids: Iterable[UUID]) -> list[Person]:
    """Return the owners and signatories of partners, each person once."""
    roles = [Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY]
    query = (
        Person.select()
        .join(Grant)
        .where(
            Person.partner.in_(list(partner_ids))
            & Person.disabled_at.is_null()
            & Grant.role.in_(roles)
        )
        .distinct()
    )
    return list(query.order_by(Person.email))
