"""Unsolicited concept notes: written, sent, declined with a reason, or taken up."""

from decimal import Decimal

import pytest

from portal.domain.actions import Action, Role
from portal.domain.call_kinds import CallKind, DirectReason
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ConceptState
from portal.domain.policy import can
from portal.models import Call, ConceptNote, Effect, Event, Invitation
from portal.models.centres import ManagementModel
from portal.services import concept_notes, invitations
from portal.services.concept_notes import TakeUp
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NOW = factories.moment()


@pytest.fixture
def officer():
    return factories.actor(Role.PROGRAMME_OFFICER)


def owner(partner):
    return factories.actor(Role.PARTNER_OWNER, partner=partner)


def fresh(note):
    return concept_notes.by_id(note.id)


def names():
    return [event.name for event in Event.select().order_by(Event.id)]


def mails():
    return [row.payload for row in Effect.select().where(Effect.kind == "mail")]


def test_a_partner_writes_a_note_and_the_office_does_not_see_it(officer):
    partner = factories.partner()
    values = {"title": "Night shelter", "language": "fr"}
    note = concept_notes.draft(values, owner(partner), NOW)
    assert concept_notes.seen_by(owner(partner)) == [note]
    assert concept_notes.seen_by(officer) == []
    assert not can(officer, Action.SEE_CONCEPT, note)
    assert not can(owner(factories.partner()), Action.SEE_CONCEPT, note)


@pytest.mark.parametrize("role", [Role.PARTNER_SIGNATORY, Role.PROGRAMME_OFFICER])
def test_only_owners_and_editors_write(role):
    partner = factories.partner() if role is Role.PARTNER_SIGNATORY else None
    with pytest.raises(NotAllowed):
        concept_notes.draft({"title": "x"}, factories.actor(role, partner=partner), NOW)


def test_two_writers_see_each_other():
    note = factories.concept()
    by = owner(note.partner)
    concept_notes.save(note, {"title": "Mine"}, 1, by, NOW)
    with pytest.raises(Conflict) as conflict:
        concept_notes.save(note, {"title": "Yours"}, 1, by, NOW)
    assert conflict.value.theirs == {"title": "Mine"}
    assert fresh(note).title == "Mine"


def test_an_incomplete_note_is_not_sent():
    note = factories.concept(problem=" ", amount=None)
    with pytest.raises(RulesBroken) as refused:
        concept_notes.send(note, owner(note.partner), NOW)
    assert [each.field for each in refused.value.broken] == ["problem", "amount"]
    assert (fresh(note).state, fresh(note).reference) == (ConceptState.DRAFT, None)
    assert names() == []


def test_a_sent_note_gets_a_reference_and_is_told_to_programme_officers():
    officer = factories.person(Role.PROGRAMME_OFFICER)
    note = factories.concept()
    concept_notes.send(note, owner(note.partner), NOW)
    assert fresh(note).reference == f"IOM/MAR/{NOW.year}/CN/001"
    assert [(mail["to"], mail["template"]) for mail in mails()] == [
        (officer.email, "concept_sent")
    ]
    with pytest.raises(WrongState):
        concept_notes.send(fresh(note), owner(note.partner), NOW)
    with pytest.raises(WrongState):
        concept_notes.save(fresh(note), {"title": "Later"}, 1, owner(note.partner), NOW)
    assert names() == ["concept.sent"]


def test_a_note_is_declined_with_a_reason_that_the_partner_is_told_of(officer):
    note = factories.concept(ConceptState.SENT)
    person = factories.person(Role.PARTNER_EDITOR, partner=note.partner)
    with pytest.raises(RuleBroken, match="concept_answer_missing"):
        concept_notes.decline(note, " ", officer, NOW)
    concept_notes.decline(note, "No money this year.", officer, NOW)
    now = fresh(note)
    assert (now.state, now.answer) == (ConceptState.DECLINED, "No money this year.")
    assert ("concept_declined", person.email) in [(m["template"], m["to"]) for m in mails()]
    with pytest.raises(WrongState):
        concept_notes.decline(now, "Again.", officer, NOW)


def test_only_a_programme_officer_answers():
    note = factories.concept(ConceptState.SENT)
    for who in (factories.actor(Role.PROCUREMENT_OFFICER), owner(note.partner)):
        with pytest.raises(NotAllowed):
            concept_notes.decline(note, "No.", who, NOW)


def test_a_note_taken_up_becomes_the_draft_of_a_direct_selection(officer):
    note = factories.concept(ConceptState.SENT)
    centre = factories.centre()
    choice = TakeUp(centre, DirectReason.INNOVATION, "Nobody else does this.")
    call = Call.get_by_id(concept_notes.take_up(note, choice, officer, NOW).id)
    assert (call.kind, call.state, call.title) == (
        CallKind.DIRECT,
        CallState.DRAFT,
        note.title,
    )
    assert (call.background, call.scope, call.months) == (note.problem, note.approach, 12)
    assert [row.partner_id for row in invitations.of(call)] == [note.partner_id]
    why = invitations.why(call)
    assert (why.reason, why.text) == (DirectReason.INNOVATION, "Nobody else does this.")
    (lot,) = call.lots
    assert (lot.city, lot.ceiling) == ("Rabat", Decimal(900_000))
    assert concept_notes.of_call(call) == note
    assert fresh(note).state is ConceptState.TAKEN_UP
    assert "direct_evidence_missing" in {each.rule for each in invitations.broken_rules(call)}


def test_taking_up_twice_makes_one_call(officer):
    note = factories.concept(ConceptState.SENT)
    choice = TakeUp(factories.centre(), DirectReason.INNOVATION, "Good.")
    concept_notes.take_up(note, choice, officer, NOW)
    with pytest.raises(WrongState):
        concept_notes.take_up(fresh(note), choice, officer, NOW)
    assert Call.select().count() == Invitation.select().count() == 1


def test_a_centre_without_calls_takes_no_note_and_nothing_is_half_done(officer):
    note = factories.concept(ConceptState.SENT)
    centre = factories.centre(model=ManagementModel.GOVERNMENT)
    with pytest.raises(RuleBroken, match="centre_takes_no_call"):
        concept_notes.take_up(note, TakeUp(centre, DirectReason.OTHER, "x"), officer, NOW)
    assert fresh(note).state is ConceptState.SENT
    assert names() == []
    assert concept_notes.centres_for(officer) == []


def test_my_work_says_who_has_to_act(officer):
    draft, sent = factories.concept(), factories.concept(ConceptState.SENT)

    def words(who):
        return [(item.word, item.waiting) for item in concept_notes.work_items(who, NOW)]

    assert words(owner(draft.partner)) == [("work.finish_concept", False)]
    assert words(owner(sent.partner)) == [("work.concept_waits", True)]
    assert words(officer) == [("work.answer_concept", False)]
    assert words(factories.actor(Role.LEGAL_OFFICER)) == []


def test_the_list_of_the_office_goes_on_by_the_time_of_sending(officer):
    older = factories.concept(ConceptState.SENT, sent_at=factories.NOON)
    newer = factories.concept(ConceptState.SENT, sent_at=NOW)
    assert concept_notes.seen_by(officer) == [newer, older]
    assert concept_notes.seen_by(officer, NOW) == [older]
    assert ConceptNote.select().count() == 2
