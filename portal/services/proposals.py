"""Proposals: starting, reading, submitting sealed, and the receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast
from uuid import UUID

from peewee import JOIN, ModelSelect, ModelUpdate, prefetch

from portal import db
from portal.db import atomic, orderly
from portal.domain import proposals as rules
from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    SUBMIT_PROPOSAL,
    UNSEALED_CALL_STATES,
    CallState,
    ProposalState,
)
from portal.domain.policy import VISITOR, Actor, require
from portal.domain.proposals import Standing
from portal.models import (
    Addendum,
    Call,
    Envelope,
    Event,
    Lot,
    Partner,
    Proposal,
    ProposalPart,
)
from portal.services import (
    accounts,
    call_versions,
    clock,
    documents,
    draft_team,
    envelopes,
    events,
    invitations,
    outbox,
    partners,
    proofs,
    proposal_drafts,
    proposal_profile,
    proposal_sealing,
    receipts,
    seal,
    sealed_ahead,
)
from portal.services import standing as standing_rules
from portal.services.prepared import Prepared, PreparedWrite
from portal.services.proposal_contents import Contents, Section, canonical
from portal.services.proposal_contents import whole as whole_of
from portal.services.proposal_drafts import deadline_passed, hold, open_by, open_calls
from portal.services.steps import found, fresh
from portal.services.todo import Item

OWN_EVENTS = (
    "proposal.started",
    "proposal.declared",
    "proposal.answered",
    "proposal.autosaved",
    "proposal.restored",
    "proposal.reused",
    "proposal.imported",
    "proposal.assigned",
    "proposal.budgeted",
    "proposal.part_saved",
    "proposal.attached",
    "proposal.detached",
    "proposal.file_infected",
    "proposal.packed",
    "proposal.signatory_proved",
    "proposal.submitted",
    "proposal.confirmed",
    "proposal.taken_back",
    "proposal.withdrawn",
    "proposal.missing_supplied",
)


def joined() -> "ModelSelect[Proposal]":
    """Return the query for proposals with their call, lot and partner."""
    return (
        Proposal.select(Proposal, Call, Lot, Partner, Addendum)
        .join(Call)
        .switch(Proposal)
        .join(Lot)
        .switch(Proposal)
        .join(Partner)
        .switch(Proposal)
        .join(Addendum, JOIN.LEFT_OUTER, on=Proposal.to_confirm)
    )


def by_id(proposal_id: UUID) -> Proposal:
    """Return a proposal with its call, lot and partner; the policy says who may see it."""
    return found(_by_id.first(proposal_id))


_by_id: Prepared[Proposal] = Prepared(lambda key: joined().where(Proposal.id == key))


def own(actor: Actor) -> list[Proposal]:
    """Return every proposal of the actor's own partner, newest first."""
    if actor.partner_id is None:
        return []
    return _own(actor.partner_id)


_own: Prepared[Proposal] = Prepared(
    lambda partner: (
        joined().where(Proposal.partner == partner).order_by(Proposal.created_at.desc())
    )
)


def contents(proposal: Proposal, by: Actor) -> Contents:
    """Return what a proposal says, to those whom the seal lets read it."""
    require(by, Action.SEE_PROPOSAL, proposal)
    if not seal.visible(by).where(Proposal.id == proposal.id).exists():
        raise NotFound
    return whole_of(proposal)


def section(proposal: Proposal, position: int, by: Actor) -> Section:
    """Return the answer to the question at a position, to those who may write it."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    for each in whole_of(proposal).sections:
        if each.question.position == position:
            return each
    raise NotFound


def standing(proposal: Proposal) -> Standing:
    """Say where a proposal stands, without a screening result before the award."""
    closed = proposal.state is ProposalState.DRAFT and not proposal_drafts.is_open(
        proposal.call
    )
    return rules.standing(proposal.state, proposal.call.state, closed=closed)


def writable(proposal: Proposal) -> bool:
    """Say whether a proposal is a draft whose call still takes proposals."""
    return standing(proposal) is Standing.DRAFT


def require_writable(proposal: Proposal) -> None:
    """Refuse with ``WrongState`` unless the proposal is a draft that can still be written."""
    if proposal.call.state is CallState.CANCELLED:
        raise deadline_passed(proposal.call)
    if not writable(proposal):
        raise WrongState(SUBMIT_PROPOSAL.name, proposal.state)


def blocking(proposal: Proposal) -> list[RuleBroken]:
    """Return what still keeps a proposal from being submitted."""
    return whole_of(proposal).blocking


def history(proposal: Proposal, by: Actor) -> list[Event]:
    """Return the partner's own steps; to readers only that it was submitted."""
    mine = by.partner_id is not None and by.partner_id == proposal.partner_id
    return events.timeline([proposal.id], OWN_EVENTS if mine else ("proposal.submitted",))


def calls_to_propose_for(by: Actor = VISITOR) -> list[Call]:
    """Return the calls the actor may read that take proposals, the first to close on top."""
    here = Call.id.in_(open_calls()) & invitations.readable(by)
    calls = Call.select().where(here).order_by(Call.deadline)
    standing = Lot.select().where(Lot.withdrawn_at.is_null())
    return prefetch(calls, standing.order_by(Lot.number))  # type: ignore[no-any-return]


def call_by_slug(slug: str) -> Call:
    """Return the call that somebody wants to propose for."""
    return found(Call.get_or_none(Call.slug == slug))


def lot_by_id(lot_id: UUID) -> Lot:
    """Return a lot with its call."""
    lot: Lot | None = Lot.select(Lot, Call).join(Call).where(Lot.id == lot_id).first()
    return found(lot)


def lots(call: Call) -> list[Lot]:
    """Return the lots of a call that stand, by their number."""
    standing = (Lot.call == call) & Lot.withdrawn_at.is_null()
    return list(Lot.select(Lot, Call).join(Call).where(standing).order_by(Lot.number))


def start(lot: Lot, by: Actor, at: datetime) -> Proposal:
    """Begin the partner's proposal for a lot, or return the one that was begun before."""
    require(by, Action.START_PROPOSAL, lot.call)
    there = Proposal.get_or_none((Proposal.lot == lot) & (Proposal.partner == by.partner_id))
    if there is not None:
        return there
    if lot.withdrawn_at is not None:
        raise RuleBroken("lot_withdrawn", "lot")
    partner = Partner.get_by_id(by.partner_id)
    if not partners.is_complete(partner):
        raise RuleBroken("profile_incomplete", "lot")
    if broken := standing_rules.against_start(partner):
        raise RulesBroken(broken)
    if not proposal_drafts.is_open(lot.call):
        raise deadline_passed(lot.call)
    return _started(lot, partner, by, at)


def _started(lot: Lot, partner: Partner, by: Actor, at: datetime) -> Proposal:
    row = {"call": lot.call, "lot": lot, "partner": partner, "created_at": at}
    with atomic():
        made = Proposal.insert(row).on_conflict_ignore().as_rowcount().execute()
        proposal = Proposal.get((Proposal.lot == lot) & (Proposal.partner == partner))
        if made == 1:
            events.record(by, "proposal.started", proposal, at)
    return proposal


def submit(proposal: Proposal, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Submit a complete draft sealed, before the deadline by the database's own clock.

    ``seen`` is the number of the last addendum that the signatory saw. Raise ``RulesBroken``
    for what is missing, ``RuleBroken`` when it is late or the call has changed since,
    ``WrongState`` when it has been submitted already. From then on its content stands still.
    """
    if proposal.call.own_sealing:
        raise RuleBroken("own_sealing_demanded")

    require(by, Action.SUBMIT_PROPOSAL, proposal)
    with sealed_ahead.sealed(proposal, by, at) as ahead:

        def seal_here(whole: Contents, written: list[Envelope]) -> str:
            if whole.blocking:
                raise RulesBroken(whole.blocking)
            proposal_sealing.seal(whole, by, at, written, ahead)
            return rules.fingerprint(canonical(whole))

        submit_by(proposal, Sealing(seal_here, seen, ahead.profile), by, at)


@dataclass(frozen=True)
class Sealing:
    """How a submission becomes envelopes, and what its signatory and the portal saw before."""

    seal: Callable[[Contents, list[Envelope]], str]
    """Judges what is to be submitted and seals it; returns the fingerprint to vouch for.

    The rows of the envelopes that it wrote go into the list.
    """
    seen: int | None = None
    profile: ProposalPart | None = None


def submit_by(proposal: Proposal, sealing: Sealing, by: Actor, at: datetime) -> None:
    """Submit a draft in the envelopes that ``sealing`` makes of it, as ``submit`` does."""
    require(by, Action.SUBMIT_PROPOSAL, proposal)
    written: list[Envelope] = []
    seen = proposal.call.edition if sealing.seen is None else sealing.seen
    with envelopes.withdrawn_if_refused(written), orderly(), atomic():
        call_versions.hold(proposal.call, seen)
        hold(proposal)
        proposal_profile.keep(proposal, by, at, sealing.profile)
        whole = whole_of(by_id(proposal.id))
        _take_in(whole, sealing.seal(whole, written), by)
        proposal_sealing.keep(whole.proposal, written)
        draft_team.purge(whole.proposal)
        if proposal.call.own_sealing:
            proposal_profile.keep(proposal, by, at)
        _finish(whole.proposal, by, at)
        proposal.__data__.update(whole.proposal.__data__)


def _finish(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Log a submission as it stands in the database now, and acknowledge it."""
    proposal.__data__.update(fresh(proposal).__data__)
    facts = {"receipt": proposal.receipt, "fingerprint": proposal.fingerprint}
    submitted = events.record(by, "proposal.submitted", proposal, at, **facts)
    with outbox.unhurried():
        _acknowledge(proposal, submitted, by, at)


def _take_in(whole: Contents, print_: str, by: Actor) -> None:
    key, receipt = whole.proposal.id, f"R-{documents.check_code()[:9]}"
    person = cast("UUID", by.person_id)
    if _taken_in(clock.shift())(key, person, receipt, print_) != 1:
        state = fresh(whole.proposal).state
        if state is not ProposalState.DRAFT:
            raise WrongState(SUBMIT_PROPOSAL.name, state)
        raise deadline_passed(whole.proposal.call)
    proofs.spend(key)


@cache
def _taken_in(shift: int) -> PreparedWrite:
    """Return the step of a submission: it is judged and its time taken in this statement."""
    standing = Proposal.state.in_(list(SUBMIT_PROPOSAL.start))
    allowed = standing & Proposal.call.in_(open_by(shift))

    def make(key: UUID, person: UUID, receipt: str, print_: str) -> "ModelUpdate":
        told = {"submitted_by": person, "receipt": receipt, "fingerprint": print_}
        now = db.now_expression(shift)
        change = Proposal.update(state=SUBMIT_PROPOSAL.end, submitted_at=now, **told)
        return change.where((Proposal.id == key) & allowed)

    return PreparedWrite(make)


def _acknowledge(proposal: Proposal, event: Event, by: Actor, at: datetime) -> None:
    """Sign the receipt and leave its document and mail.

    From the signature to the commit no other event gets its place, so that comes late.
    """
    person = accounts.by_id(by.person_id)
    number = f"{lot_reference(proposal)}-{proposal.receipt}"
    documents.request("receipt", proposal.id, number, (person.language,), at)
    receipts.sign(proposal, lot_reference(proposal), event)
    outbox.put_mail(
        person.email,
        "receipt",
        person.language,
        at,
        receipt=proposal.receipt,
        reference=lot_reference(proposal),
        proposal=str(proposal.id),
        **receipts.mailed(proposal),
    )


def lot_reference(proposal: Proposal) -> str:
    """Return how a proposal is referred to: IOM/MAR/2026/014-L3."""
    return f"{proposal.call.reference}-L{proposal.lot.number}"


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the partner's drafts to finish or submit, and proposals that wait for a result."""
    if not actor.roles & PARTNER_ROLES:
        return []
    items = [_item(each, actor, at) for each in own(actor)]
    return [item for item in items if item is not None]


def _item(proposal: Proposal, actor: Actor, at: datetime) -> Item | None:
    call = proposal.call
    if proposal.state is ProposalState.WITHDRAWN:
        return None
    if proposal.state is not ProposalState.DRAFT:
        if call.state in {CallState.AWARDED, CallState.FAILED, CallState.CANCELLED}:
            return None
        word, due = _filed(proposal, actor, at)
    elif call.state is CallState.PUBLISHED and call.deadline > at:
        word, due = _draft_word(actor), call.deadline
    else:
        return None
    return Item(
        word,
        lot_reference(proposal),
        f"{call.title}: {proposal.lot.title}",
        "proposals.show",
        {"proposal_id": str(proposal.id)},
        due,
        waiting=word == "work.await_result",
    )


def _filed(proposal: Proposal, actor: Actor, at: datetime) -> tuple[str, datetime | None]:
    call = proposal.call
    if call.state in UNSEALED_CALL_STATES:
        return "work.await_result", None
    signs = Role.PARTNER_SIGNATORY in actor.roles
    if proposal.to_confirm_id is not None and signs and call.deadline > at:
        return "work.confirm_proposal", call.deadline
    return "work.await_result", call.opening_at


def _draft_word(actor: Actor) -> str:
    writes = bool(actor.roles & {Role.PARTNER_OWNER, Role.PARTNER_EDITOR})
    submits = Role.PARTNER_SIGNATORY in actor.roles
    if writes and submits:
        return "work.finish_and_submit_proposal"
    return "work.finish_proposal" if writes else "work.submit_proposal"
