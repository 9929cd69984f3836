"""Whom a call is for: its kind, the invited partners, and who may read which call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from peewee import Expression, prefetch

from portal.db import atomic
from portal.domain import call_kinds as rules
from portal.domain.actions import Action, Role
from portal.domain.call_kinds import CallKind, DirectReason
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import PUBLIC_CALL_STATES, CallState
from portal.domain.policy import Actor, can, require
from portal.models import (
    Call,
    Centre,
    DirectSelection,
    Grant,
    Invitation,
    Lot,
    Partner,
    Person,
    Proposal,
)
from portal.services import events, outbox
from portal.services.prepared import Prepared
from portal.services.steps import found, fresh, save_version
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

REASONS = tuple(DirectReason)
FOUND_AT_ONCE = 20
LATEST = 100


@dataclass(frozen=True)
class Why:
    """Why one partner is chosen without competition, and on what evidence."""

    reason: DirectReason | None = None
    text: str = ""
    evidence: str = ""


def public() -> Expression:
    """Return the condition for calls that were published, also those cancelled afterwards."""
    was = (Call.state == CallState.CANCELLED) & Call.published_at.is_null(is_null=False)
    return Call.amends.is_null() & (Call.state.in_(list(PUBLIC_CALL_STATES)) | was)


def listed() -> Expression:
    """Return the condition for the calls that everybody may find: public, of kind open."""
    return public() & (Call.kind == CallKind.OPEN)


def readable(actor: Actor) -> Expression:
    """Return the condition for the public calls that a person may read."""
    if can(actor, Action.SEE_CENTRES):
        return public()
    mine = Call.id.in_(list(actor.invited | set(actor.seats)))
    return public() & ((Call.kind == CallKind.OPEN) | mine)


def invited(partner_id: UUID | None) -> frozenset[UUID]:
    """Return the keys of the calls that a partner is invited to."""
    if partner_id is None:
        return frozenset()
    return frozenset(call_id for (call_id,) in _invited(partner_id))


_invited: Prepared[tuple[UUID]] = Prepared(
    lambda key: Invitation.select(Invitation.call).where(Invitation.partner == key), plain=tuple
)


def closed_circle(actor: Actor) -> list[Call]:
    """Return the published calls by invitation that a person may read, with their lots."""
    chosen = (
        Call.select(Call, Centre)
        .join(Centre)
        .where(readable(actor) & (Call.kind != CallKind.OPEN))
        .order_by(Call.deadline.desc(), Call.reference)
        .limit(LATEST)
    )
    standing = Lot.select().where(Lot.withdrawn_at.is_null())
    return list(prefetch(chosen, standing.order_by(Lot.number)))


def of(call: Call) -> list[Invitation]:
    """Return the invitations of a call with their partners, by name."""
    joined = Invitation.select(Invitation, Partner).join(Partner)
    return list(joined.where(Invitation.call == call).order_by(Partner.name))


def direct(call: Call) -> DirectSelection | None:
    """Return why a call is a direct selection, when that was written."""
    return DirectSelection.get_or_none(DirectSelection.call == call)


def why(call: Call) -> Why:
    """Return why a call is a direct selection, empty where nothing was written yet."""
    row = direct(call)
    return Why(row.reason, row.text, row.evidence) if row else Why()


def facts(call: Call) -> rules.KindFacts:
    """Return what the rules read of the kind of a call."""
    if call.kind is CallKind.OPEN:
        return rules.KindFacts(call.kind)
    count = Invitation.select().where(Invitation.call == call).count()
    given = why(call)
    return rules.KindFacts(call.kind, count, given.reason, given.text, given.evidence)


def broken_rules(call: Call) -> list[RuleBroken]:
    """Return the rules of its kind that a call breaks."""
    return rules.broken_rules(facts(call))


def candidates(call: Call, text: str) -> list[Partner]:
    """Find partners to invite by a part of their name or acronym, without those invited."""
    wanted = text.strip()
    if not wanted:
        return []
    there = Invitation.select(Invitation.partner).where(Invitation.call == call)
    named = Partner.name.contains(wanted) | Partner.acronym.contains(wanted)
    query = Partner.select().where(named & Partner.id.not_in(there))
    return list(query.order_by(Partner.name).limit(FOUND_AT_ONCE))


def justify(call: Call, given: Why, seen: int, by: Actor, at: datetime) -> None:
    """Save why a draft is a direct selection, with the version of the call that was seen."""
    require(by, Action.EDIT_CALL, call)
    with atomic():
        _hold_draft(call)
        save_version(call, seen, {}, theirs=_theirs)
        DirectSelection.delete().where(DirectSelection.call == call).execute()
        DirectSelection.create(call=call, **vars(given))
        events.record(by, "call.changed", call, at, section="direct")


def _theirs(now: Call) -> dict[str, object]:
    given = why(now)
    reason = given.reason.value if given.reason else ""
    return {"reason": reason, "text": given.text, "evidence": given.evidence}


def invite(call: Call, partner_id: UUID, by: Actor, at: datetime) -> None:
    """Put a partner on the shortlist of a draft; twice is the same as once."""
    require(by, Action.EDIT_CALL, call)
    partner = found(Partner.get_or_none(Partner.id == partner_id))
    row = {"call": call, "partner": partner, "invited_at": at}
    with atomic():
        _hold_draft(call)
        made = Invitation.insert(row).on_conflict_ignore().as_rowcount().execute()
        if made == 1:
            events.record(by, "call.partner_invited", call, at, partner=str(partner.id))


def withdraw(call: Call, partner_id: UUID, by: Actor, at: datetime) -> None:
    """Take a partner off the shortlist of a draft; nothing happens when it is not on it."""
    require(by, Action.EDIT_CALL, call)
    wanted = (Invitation.call == call) & (Invitation.partner == partner_id)
    with atomic():
        _hold_draft(call)
        if Invitation.delete().where(wanted).execute() == 1:
            events.record(by, "call.invitation_withdrawn", call, at, partner=str(partner_id))


def _hold_draft(call: Call) -> None:
    """Keep the row of a draft for this transaction; refuse once it has left its author."""
    is_draft = (Call.id == call.id) & (Call.state == CallState.DRAFT)
    if Call.update(state=CallState.DRAFT).where(is_draft).execute() != 1:
        raise WrongState("edit_call", fresh(call).state)


def approve_direct(call: Call, by: Actor, at: datetime, *, confirmed: bool) -> None:
    """Note the approval of a direct selection of its own; refused when it is not given."""
    if call.kind is not CallKind.DIRECT:
        return
    if not confirmed:
        raise RuleBroken("direct_not_approved", "direct")
    approved = {"approved_at": at, "approved_by": by.person_id}
    DirectSelection.update(**approved).where(DirectSelection.call == call).execute()


def tell(call: Call, at: datetime) -> None:
    """Mail the invited partners of a call that is published now, each person once."""
    if call.kind is CallKind.OPEN:
        return
    waiting = [row for row in of(call) if row.mailed_at is None]
    for person in writers(row.partner_id for row in waiting):
        about = {"reference": call.reference, "title": call.title, "slug": call.slug}
        outbox.put_mail(person.email, "invited", person.language, at, **about)
    told = Invitation.id.in_([row.id for row in waiting])
    Invitation.update(mailed_at=at).where(told).execute()


def writers(partner_ids: Iterable[UUID]) -> list[Person]:
    """Return the people of some partners who can write or sign, each once, by address."""
    roles = [Role.PARTNER_OWNER, Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY]
    able = Grant.select(Grant.person).where(Grant.role.in_(roles))
    query: ModelSelect[Person] = Person.select().where(
        Person.partner.in_(list(partner_ids))
        & Person.disabled_at.is_null()
        & Person.id.in_(able)
    )
    return list(query.order_by(Person.email))


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the open calls that the actor's partner is invited to and has not begun yet."""
    if not actor.invited or not can(actor, Action.START_CONCEPT):
        return []
    begun = Proposal.select(Proposal.call).where(Proposal.partner == actor.partner_id)
    open_calls = (
        (Call.state == CallState.PUBLISHED)
        & (Call.deadline > at)
        & (Call.kind != CallKind.OPEN)
        & Call.id.in_(list(actor.invited))
        & Call.id.not_in(begun)
    )
    return [
        Item(
            "work.invited",
            call.reference,
            call.title,
            "calls.show",
            {"slug": call.slug},
            call.deadline,
            zone=call.zone,
        )
        for call in Call.select().where(open_calls)
    ]
