"""Cancelling a call: for good, with a reason, and nothing sealed is ever opened."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import CANCEL_CALL, CallState, ProposalState
from portal.domain.policy import VISITOR, can
from portal.domain.proposals import Standing
from portal.models import Call, Cancellation, Document, Effect, Event, Follower, Proposal
from portal.services import (
    accounts,
    audit_log,
    call_cancelling,
    call_publishing,
    events,
    opening,
    proposal_drafts,
    proposals,
    revealing,
    scoring,
    screening,
    work,
)
from portal.services.proposal_drafts import DeclarationsDraft
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NOW = datetime.now(UTC)
REASON = {"en": "The donor withdrew the money.", "fr": ""}


@pytest.fixture
def head():
    return factories.actor(Role.HEAD_OF_OFFICE)


def fresh(call):
    return Call.get_by_id(call.id)


def cancelled(call, head):
    call_cancelling.cancel(call, REASON, head, NOW)
    return opening.call_by_slug(call.slug)


def counts():
    tables = (Cancellation, Event, Document, Effect)
    return [table.select().count() for table in tables]


@pytest.mark.parametrize("state", sorted(CANCEL_CALL.start))
def test_a_call_is_cancelled_from_every_state_but_awarded(head, state):
    call = cancelled(factories.call(state), head)
    assert call.state is CallState.CANCELLED
    row = call_cancelling.of(call)
    assert (row.reasons, row.stood) == ({"en": REASON["en"]}, state)
    assert Event.get().facts == {"reference": call.reference, "stood": state.value}
    notices = Document.select().where(Document.kind == "cancellation")
    assert {each.language for each in notices} == {"en", "fr"}


@pytest.mark.parametrize("state", [CallState.AWARDED, CallState.CANCELLED])
def test_an_awarded_call_is_not_cancelled_nor_one_twice(head, state):
    call = factories.call(state)
    before = counts()
    with pytest.raises(WrongState):
        call_cancelling.cancel(call, REASON, head, NOW)
    assert counts() == before


def test_the_reason_in_the_language_of_the_call_is_demanded(head):
    call = factories.call(CallState.PUBLISHED, language="fr")
    before = counts()
    with pytest.raises(RuleBroken, match="cancel_reason_missing") as refused:
        call_cancelling.cancel(call, {"en": "Why", "fr": "  "}, head, NOW)
    assert refused.value.field == "reason_fr"
    assert counts() == before
    assert fresh(call).state is CallState.PUBLISHED


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PROCUREMENT_OFFICER])
def test_only_the_head_of_office_cancels(role):
    with pytest.raises(NotAllowed):
        call_cancelling.cancel(
            factories.call(CallState.PUBLISHED), REASON, factories.actor(role), NOW
        )


def test_the_reason_is_told_in_the_readers_language_or_else_the_calls(head):
    call = factories.call(CallState.PUBLISHED)
    call_cancelling.cancel(call, {"en": "Money.", "fr": "Argent."}, head, NOW)
    row = call_cancelling.of(call)
    assert call_cancelling.reason(row, "fr") == ("Argent.", "fr")
    other = cancelled(factories.call(CallState.PUBLISHED), head)
    assert call_cancelling.reason(call_cancelling.of(other), "fr") == (REASON["en"], "en")


def test_partners_with_a_draft_or_a_proposal_are_told_each_person_once(head):
    call = factories.call(CallState.PUBLISHED, lots=2)
    writing, filed = factories.partner(), factories.partner()
    first, second = call.lots
    factories.proposal(call, writing, lot=first)
    factories.proposal(call, writing, lot=second)
    factories.proposal(call, filed, ProposalState.SUBMITTED, lot=first)
    factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    people = call_cancelling.readers(call)
    assert {person.partner_id for person in people} == {writing.id, filed.id}
    cancelled(call, head)
    mails = [row.payload for row in Effect.select().where(Effect.kind == "mail")]
    assert sorted(mail["to"] for mail in mails) == sorted(person.email for person in people)
    assert {mail["template"] for mail in mails} == {"call_cancelled"}


def test_followers_are_told_and_nobody_twice(head):
    call = factories.call(CallState.PUBLISHED)
    partner = factories.partner()
    owner = factories.person(Role.PARTNER_OWNER, partner=partner)
    factories.proposal(call, partner)
    for email in (owner.email, "reader@example.org"):
        Follower.create(
            call=call,
            email=email,
            language="fr",
            leaving=f"leave {email}",
            asked_at=NOW,
            confirmed_at=NOW,
        )
    cancelled(call, head)
    told = [row.payload["to"] for row in Effect.select().where(Effect.kind == "mail")]
    assert len(told) == len(set(told))
    assert {owner.email, "reader@example.org"} <= set(told)


def test_a_published_call_stays_public_and_a_draft_stays_inside(head):
    public = cancelled(factories.call(CallState.PUBLISHED), head)
    inside = cancelled(factories.call(CallState.DRAFT), head)
    assert can(VISITOR, Action.SEE_CALL, public)
    assert not can(VISITOR, Action.SEE_CALL, inside)
    assert can(factories.actor(Role.AUDITOR), Action.SEE_CALL, inside)


def test_sealed_proposals_stay_sealed_for_ever(head):
    sealed = factories.closed_call()
    sealed_proposal = Proposal.get()
    call = cancelled(sealed, head)
    procurement = factories.actor(Role.PROCUREMENT_OFFICER)
    with pytest.raises(WrongState):
        opening.start(call, procurement, NOW)
    Call.update(opening_starter=procurement.person_id).execute()
    with pytest.raises(WrongState):
        opening.confirm(fresh(call), factories.actor(Role.LEGAL_OFFICER), NOW)
    assert opening.opened(call) == []
    proposal = proposals.by_id(sealed_proposal.id)
    for role in (Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            proposals.contents(proposal, factories.actor(role))
    seats = [accounts.actor_of(seat.person) for seat in call.seats]
    assert not [each for each in seats if can(each, Action.SEE_PROPOSAL, proposal)]
    events.record(head, "proposal.started", proposal, NOW)
    assert "proposal.started" not in [row.event.name for row in audit_log.page().rows]


def test_what_was_opened_before_stays_readable_for_the_record(head):
    call = cancelled(factories.opened_call(), head)
    (proposal,) = opening.opened(call)
    auditor = factories.actor(Role.AUDITOR)
    assert proposals.contents(proposals.by_id(proposal.id), auditor).sections


def test_an_evaluation_under_way_ends(head):
    call = factories.scoring_call()
    (card, *_) = scoring.counted(call)
    cancelled(call, head)
    with pytest.raises(WrongState):
        factories.lock_card(card)
    with pytest.raises(WrongState):
        revealing.reveal(call.lots.first(), factories.chair_of(call), NOW)


def test_a_cancelled_call_is_not_screened(head):
    call = factories.opened_call()
    (proposal,) = opening.opened(call)
    cancelled(call, head)
    with pytest.raises(WrongState):
        screening.screen(
            proposals.by_id(proposal.id),
            factories.all_yes(),
            factories.actor(Role.PROCUREMENT_OFFICER),
            NOW,
        )


def partners_own(state=ProposalState.DRAFT):
    partner = factories.partner()
    roles = (Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
    call = factories.call(CallState.PUBLISHED)
    proposal = factories.proposal(call, partner, state)
    return call, proposal, factories.actor(*roles, partner=partner)


def test_a_draft_is_neither_written_nor_submitted_after_the_cancellation(head):
    call, proposal, owner = partners_own()
    cancelled(call, head)
    events_before = Event.select().count()
    for act in (
        lambda: proposals.submit(proposals.by_id(proposal.id), owner, NOW),
        lambda: proposal_drafts.save_declarations(
            proposals.by_id(proposal.id), DeclarationsDraft([], 1), owner, NOW
        ),
        lambda: proposals.require_writable(proposals.by_id(proposal.id)),
    ):
        with pytest.raises(RuleBroken, match="call_cancelled"):
            act()
    assert Event.select().count() == events_before
    assert proposals.by_id(proposal.id).state is ProposalState.DRAFT


def test_no_proposal_is_started_for_a_cancelled_call(head):
    call = factories.call(CallState.PUBLISHED)
    lot = call.lots.first()
    cancelled(call, head)
    owner = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    with pytest.raises(RuleBroken, match="call_cancelled"):
        proposals.start(proposals.lot_by_id(lot.id), owner, NOW)
    assert Proposal.select().count() == 0


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.SUBMITTED])
def test_a_partner_is_told_that_the_call_was_cancelled_and_waits_for_nothing(head, state):
    call, proposal, owner = partners_own(state)
    cancelled(call, head)
    assert proposals.standing(proposals.by_id(proposal.id)) is Standing.CANCELLED
    assert not [item for item in work.items(owner, NOW) if item.reference in call.reference]


def test_a_cancelled_call_is_not_published_by_its_plan(head):
    call = factories.call(CallState.APPROVED, published_at=None)
    by = factories.actor(Role.PROCUREMENT_OFFICER)
    call_publishing.schedule(call, NOW + timedelta(hours=1), by, NOW)
    cancelled(fresh(call), head)
    assert call_publishing.publish_due(NOW + timedelta(hours=2)) == 0
    assert fresh(call).state is CallState.CANCELLED
