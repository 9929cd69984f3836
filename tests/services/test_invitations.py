"""Calls by invitation and direct selections: who is asked, who reads, who may propose."""

import pytest

from portal.domain.actions import Action, Role
from portal.domain.call_kinds import CallKind, DirectReason
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR, can
from portal.models import Call, DirectSelection, Effect, Event, Invitation
from portal.services import accounts, calls, invitations, proposals
from portal.services.invitations import Why
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NOW = factories.moment()
WHY = Why(DirectReason.SOLE_QUALIFIED, "Nobody else is there.", "Three were looked at.")


@pytest.fixture
def officer():
    return factories.actor(Role.PROGRAMME_OFFICER)


def draft(kind=CallKind.INVITATION, **facts):
    return factories.call(kind=kind, **facts)


def rules(call):
    return {each.rule for each in invitations.broken_rules(call)}


def fresh(call):
    return Call.get_by_id(call.id)


def mails():
    return [row.payload for row in Effect.select().where(Effect.kind == "mail")]


def test_a_shortlist_is_complete_with_two_partners(officer):
    call = draft()
    assert rules(call) == {"invited_few"}
    for _ in range(2):
        invitations.invite(call, factories.partner().id, officer, NOW)
    assert rules(call) == set()


def test_inviting_twice_is_one_invitation_and_one_event(officer):
    call, partner = draft(), factories.partner()
    for _ in range(2):
        invitations.invite(call, partner.id, officer, NOW)
    assert [row.partner.name for row in invitations.of(call)] == [partner.name]
    assert Event.select().count() == 1


def test_a_partner_is_taken_off_the_list_once(officer):
    call, partner = draft(), factories.partner()
    invitations.invite(call, partner.id, officer, NOW)
    for _ in range(2):
        invitations.withdraw(call, partner.id, officer, NOW)
    assert invitations.of(call) == []
    assert [each.name for each in Event.select().order_by(Event.id)] == [
        "call.partner_invited",
        "call.invitation_withdrawn",
    ]


@pytest.mark.parametrize("state", [CallState.IN_REVIEW, CallState.PUBLISHED])
def test_the_shortlist_stands_still_once_the_call_is_sent(officer, state):
    call, partner = factories.call(state, kind=CallKind.INVITATION), factories.partner()
    for change in (invitations.invite, invitations.withdraw):
        with pytest.raises(WrongState):
            change(call, partner.id, officer, NOW)
    with pytest.raises(WrongState):
        invitations.justify(call, WHY, call.version, officer, NOW)
    assert Invitation.select().count() == 0


def test_only_a_programme_officer_invites(officer):
    with pytest.raises(NotAllowed):
        invitations.invite(
            draft(), factories.partner().id, factories.actor(Role.PROCUREMENT_OFFICER), NOW
        )
    with pytest.raises(NotFound):
        invitations.invite(draft(), factories.centre().id, officer, NOW)


def test_candidates_are_found_by_name_or_acronym_without_those_invited(officer):
    call = draft()
    nour = factories.partner("Association Nour", acronym="ANR")
    factories.partner("Other")
    assert invitations.candidates(call, "") == []
    assert invitations.candidates(call, "nour") == [nour]
    assert invitations.candidates(call, "ANR") == [nour]
    assert invitations.candidates(call, "%' OR 1=1 --") == []
    invitations.invite(call, nour.id, officer, NOW)
    assert invitations.candidates(call, "nour") == []


def test_a_direct_selection_needs_one_partner_a_reason_and_evidence(officer):
    call = draft(CallKind.DIRECT)
    assert rules(call) == {
        "direct_not_one",
        "direct_reason_missing",
        "direct_evidence_missing",
    }
    invitations.invite(call, factories.partner().id, officer, NOW)
    invitations.justify(call, WHY, call.version, officer, NOW)
    assert rules(call) == set()
    invitations.invite(call, factories.partner().id, officer, NOW)
    assert rules(call) == {"direct_not_one"}


def test_two_writers_of_a_reason_see_each_other(officer):
    call = draft(CallKind.DIRECT)
    invitations.justify(call, WHY, 1, officer, NOW)
    with pytest.raises(Conflict) as conflict:
        invitations.justify(call, Why(text="Mine"), 1, officer, NOW)
    assert conflict.value.theirs["text"] == WHY.text
    assert invitations.why(call) == WHY


def test_a_direct_selection_is_approved_as_such(officer):
    call = factories.call(CallState.IN_REVIEW, kind=CallKind.DIRECT)
    DirectSelection.create(call=call, **vars(WHY))
    head = factories.actor(Role.HEAD_OF_OFFICE)
    with pytest.raises(RuleBroken, match="direct_not_approved"):
        calls.approve(call, head, NOW)
    assert fresh(call).state is CallState.IN_REVIEW
    assert DirectSelection.get().approved_at is None
    calls.approve(fresh(call), head, NOW, direct=True)
    row = DirectSelection.get()
    assert (row.approved_by.id, fresh(call).state) == (head.person_id, CallState.APPROVED)


def published(*partners, state=CallState.PUBLISHED, **facts):
    return factories.invited_call(*partners, state=state, **facts)


def writer(partner):
    return accounts.actor_of(factories.person(Role.PARTNER_OWNER, partner=partner))


def test_only_invited_partners_the_office_and_the_seats_read_it():
    inside, outside = factories.partner(), factories.partner()
    call = published(inside)
    seat = accounts.actor_of(call.seats.first().person)
    readers = [writer(inside), factories.actor(Role.AUDITOR), seat]
    assert all(can(each, Action.SEE_CALL, call) for each in readers)
    others = [writer(outside), VISITOR, factories.actor(Role.COMMITTEE_MEMBER)]
    assert not any(can(each, Action.SEE_CALL, call) for each in others)
    assert can(writer(inside), Action.START_PROPOSAL, call)
    assert not can(writer(outside), Action.START_PROPOSAL, call)


def test_an_invited_partner_reads_nothing_before_the_publication():
    partner = factories.partner()
    call = published(partner, state=CallState.APPROVED, published_at=None)
    assert not can(writer(partner), Action.SEE_CALL, call)


def test_only_the_invited_start_a_proposal():
    inside, outside = factories.partner(), factories.partner()
    lot = published(inside).lots.first()
    with pytest.raises(NotAllowed):
        proposals.start(lot, writer(outside), NOW)
    assert proposals.start(lot, writer(inside), NOW).partner_id == inside.id


def test_the_lists_show_a_call_by_invitation_to_its_circle_only():
    inside, outside = factories.partner(), factories.partner()
    call = published(inside)
    hidden = published(inside, state=CallState.APPROVED, published_at=None)
    everybody = factories.call(CallState.PUBLISHED)
    assert invitations.closed_circle(writer(inside)) == [call]
    assert invitations.closed_circle(writer(outside)) == []
    assert invitations.closed_circle(factories.actor(Role.HEAD_OF_OFFICE)) == [call]
    assert set(proposals.calls_to_propose_for(writer(inside))) == {call, everybody}
    assert proposals.calls_to_propose_for(writer(outside)) == [everybody]
    assert Call.select().where(invitations.listed()).count() == 1
    assert hidden not in invitations.closed_circle(factories.actor(Role.AUDITOR))


def test_invited_partners_are_told_at_publication_and_once():
    partner = factories.partner()
    people = factories.team(partner)
    call = published(partner, factories.partner(), state=CallState.APPROVED)
    calls.publish(call, factories.actor(Role.PROCUREMENT_OFFICER), NOW)
    told = [mail for mail in mails() if mail["template"] == "invited"]
    assert {mail["to"] for mail in told} == {person.email for person in people}
    assert all(row.mailed_at for row in invitations.of(call))
    invitations.tell(call, NOW)
    assert len([mail for mail in mails() if mail["template"] == "invited"]) == len(told)


def test_my_work_asks_the_invited_until_they_begin():
    partner = factories.partner()
    call, who = published(partner), writer(partner)
    (item,) = invitations.work_items(who, NOW)
    assert (item.word, item.reference) == ("work.invited", call.reference)
    proposals.start(call.lots.first(), who, NOW)
    assert invitations.work_items(who, NOW) == []
