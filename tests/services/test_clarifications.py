"""Clarifications: asking, grouping, two pairs of eyes, publication, reminders, anonymity."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ClarificationState, ProposalState
from portal.models import (
    Clarification,
    ClarificationRound,
    Document,
    Effect,
    Event,
    Partner,
    Person,
)
from portal.services import accounts, clarification_desk, clarifications
from portal.services.clarification_desk import Edit
from portal.services.clarifications import Wish
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime.now(UTC)
DEADLINE = NOW + timedelta(days=20)
TEXT = "May two partners share one kitchen?"


@pytest.fixture
def call():
    return factories.call(CallState.PUBLISHED, deadline=DEADLINE)


@pytest.fixture
def asker():
    return factories.actor(Role.PARTNER_EDITOR, partner=factories.partner())


@pytest.fixture
def officer():
    return factories.actor(Role.PROCUREMENT_OFFICER)


@pytest.fixture
def reader():
    return factories.actor(Role.PROGRAMME_OFFICER)


def ask(call, by, text=TEXT, **parts):
    made = clarifications.ask(call, Wish(text, **parts), by, NOW)
    return clarifications.by_id(made.id)


def draft(item, by, edited="May a kitchen be shared?", answer="Yes, by two at most."):
    seen = Clarification.get_by_id(item.id).version
    clarification_desk.draft(item, edited, answer, Edit(by, NOW, seen))
    return clarifications.by_id(item.id)


def release(item, by):
    clarification_desk.check(item, Edit(by, NOW, item.version))
    return clarifications.by_id(item.id)


def answered(call, asker, officer, reader, text=TEXT):
    return release(draft(ask(call, asker, text), officer, edited=text), reader)


def events():
    return [event.name for event in Event.select().order_by(Event.id)]


def mails():
    mails = [each.payload for each in Effect.select().where(Effect.kind == "mail")]
    return sorted((each["to"], each["template"]) for each in mails)


def test_a_question_goes_from_its_asker_to_everybody(call, asker, officer, reader):
    item = answered(call, asker, officer, reader)
    made = clarification_desk.publish(call, [item.id], officer, NOW)
    (told,) = clarifications.published(call)
    assert (told.number, told.question, told.round) == (1, TEXT, 1)
    assert told.answer == "Yes, by two at most."
    assert events() == [
        "clarification.asked",
        "clarification.drafted",
        "clarification.checked",
        "clarification.published",
    ]
    assert sorted(each.number for each in Document.select()) == [
        f"{call.reference}-CLAR-1-EN",
        f"{call.reference}-CLAR-1-FR",
    ]
    assert made.number == 1


def test_questions_are_taken_until_the_date_of_the_call(call, asker):
    last = NOW + timedelta(days=2)
    call.clarify_until = last
    assert clarifications.takes_questions(call, last - timedelta(microseconds=1))
    with pytest.raises(RuleBroken, match="questions_closed") as refusal:
        clarifications.ask(call, Wish(TEXT), asker, last)
    assert refusal.value.facts == {"at": last, "zone": call.zone}
    assert (Clarification.select().count(), events()) == (0, [])


def test_without_a_date_of_its_own_a_call_has_one_days_before_its_deadline(call):
    call.clarify_until = call.answers_by = None
    closes = clarifications.closes(call)
    assert timedelta(days=5) <= DEADLINE - closes <= timedelta(days=12)
    assert clarifications.answers_by(call) == DEADLINE - timedelta(days=3)


@pytest.mark.parametrize("state", [CallState.OPENED, CallState.AWARDED])
def test_a_call_that_is_no_longer_open_takes_no_question(asker, state):
    call = factories.call(state, deadline=DEADLINE)
    with pytest.raises(RuleBroken, match="call_takes_no_question"):
        ask(call, asker)


def test_a_draft_takes_no_question_and_the_office_asks_none(call, asker, officer):
    with pytest.raises(NotAllowed):
        ask(factories.call(deadline=DEADLINE), asker)
    with pytest.raises(NotAllowed):
        ask(call, officer)


def test_a_question_sent_twice_is_one_question(call, asker):
    first, second = ask(call, asker), ask(call, asker, f"{TEXT} ")
    assert first.id == second.id
    assert (Clarification.select().count(), events()) == (1, ["clarification.asked"])


def test_the_same_words_of_two_people_or_on_two_lots_are_two_questions(call, asker):
    other = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    made = {ask(call, asker).id, ask(call, other).id, ask(call, asker, lot_number=1).id}
    assert len(made) == 3


def test_a_partner_asks_so_many_questions_a_day_and_no_more(call, asker):
    for number in range(3):
        clarifications.ask(call, Wish(f"Question {number}?"), asker, NOW, most=3)
    with pytest.raises(RuleBroken, match="questions_many"):
        clarifications.ask(call, Wish("One more?"), asker, NOW, most=3)
    later = NOW + timedelta(days=1, seconds=1)
    clarifications.ask(call, Wish("One more?"), asker, later, most=3)
    assert Clarification.select().count() == 4


def test_a_question_too_long_is_refused(call, asker):
    with pytest.raises(RuleBroken, match="question_long"):
        ask(call, asker, "x" * 2001)
    assert ask(call, asker, "x" * 2000).question == "x" * 2000


def test_the_drafter_does_not_release_and_nobody_publishes_unread(call, asker, officer):
    item = draft(ask(call, asker), officer)
    with pytest.raises(NotAllowed):
        release(item, officer)
    with pytest.raises(WrongState):
        clarification_desk.publish(call, [item.id], officer, NOW)
    assert ClarificationRound.select().count() == 0
    assert (Document.select().count(), clarifications.published(call)) == (0, [])


def test_what_was_changed_meanwhile_is_not_released(call, asker, officer, reader):
    item = draft(ask(call, asker), officer)
    draft(item, officer, answer="No.")
    with pytest.raises(WrongState):
        release(item, reader)
    assert clarifications.by_id(item.id).state is ClarificationState.DRAFTED


def test_a_change_after_the_release_needs_a_second_reader_again(call, asker, officer, reader):
    item = answered(call, asker, officer, reader)
    changed = draft(item, officer, answer="No.")
    assert (changed.state, changed.reader_id) == (ClarificationState.DRAFTED, None)


def test_a_returned_answer_bears_the_comment(call, asker, officer, reader):
    item = draft(ask(call, asker), officer)
    clarification_desk.send_back(item, "Say how many.", reader, NOW)
    returned = clarifications.by_id(item.id)
    assert (returned.state, returned.comment) == (ClarificationState.ASKED, "Say how many.")
    assert draft(returned, officer).comment == ""


def test_the_second_to_save_gets_what_the_first_saved(call, asker, officer):
    item = ask(call, asker)
    draft(item, officer)
    with pytest.raises(Conflict) as conflict:
        clarification_desk.draft(item, "Mine", "Mine", Edit(officer, NOW, 1))
    assert conflict.value.theirs["answer"] == "Yes, by two at most."
    assert events().count("clarification.drafted") == 1


def test_equal_questions_are_grouped_and_answered_once(call, asker, officer, reader):
    other = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    third = ask(call, asker, "Again the same?")
    second = ask(call, other, "The same?")
    clarification_desk.merge(third, second.id, officer, NOW)
    item = answered(call, asker, officer, reader)
    clarification_desk.merge(second, item.id, officer, NOW)
    assert {each.id for each in clarification_desk.grouped(item)} == {second.id, third.id}
    clarification_desk.publish(call, [item.id], officer, NOW)
    assert [each.number for each in clarifications.mine(call, other)] == [1]
    assert [each.number for each in clarifications.mine(call, asker)] == [1, 1]
    assert len(clarifications.published(call)) == 1


def test_a_question_is_grouped_only_under_an_open_one_of_its_call(call, asker, officer):
    item = ask(call, asker)
    elsewhere = ask(factories.call(CallState.PUBLISHED, deadline=DEADLINE), asker)
    for into in (item.id, elsewhere.id, uuid4()):
        with pytest.raises(RuleBroken, match="merge_target"):
            clarification_desk.merge(item, into, officer, NOW)
    assert events() == ["clarification.asked"] * 2


def test_a_grouped_question_can_stand_on_its_own_again(call, asker, officer):
    item, lead = ask(call, asker), ask(call, asker, "Another?")
    clarification_desk.merge(item, lead.id, officer, NOW)
    with pytest.raises(WrongState):
        clarification_desk.merge(item, lead.id, officer, NOW)
    clarification_desk.split(item, officer, NOW)
    again = clarifications.by_id(item.id)
    assert (again.state, again.duplicate_of_id) == (ClarificationState.ASKED, None)


def test_publishing_twice_publishes_once(call, asker, officer, reader):
    item = answered(call, asker, officer, reader)
    clarification_desk.publish(call, [item.id], officer, NOW)
    before = (Document.select().count(), Effect.select().count(), events())
    with pytest.raises(WrongState):
        clarification_desk.publish(call, [item.id], officer, NOW)
    assert (Document.select().count(), Effect.select().count(), events()) == before
    assert ClarificationRound.select().count() == 1


def test_nothing_chosen_publishes_nothing(call, officer):
    for chosen in ([], [uuid4()]):
        with pytest.raises(RuleBroken, match="answers_none"):
            clarification_desk.publish(call, chosen, officer, NOW)
    assert events() == []


def test_what_is_published_never_changes(call, asker, officer, reader):
    item = answered(call, asker, officer, reader)
    clarification_desk.publish(call, [item.id], officer, NOW)
    item = clarifications.by_id(item.id)
    for change in (
        lambda: draft(item, officer, answer="Other."),
        lambda: clarification_desk.send_back(item, "Change.", reader, NOW),
        lambda: clarification_desk.merge(item, ask(call, asker, "B?").id, officer, NOW),
    ):
        with pytest.raises((WrongState, RuleBroken)):
            change()
    assert clarifications.published(call)[0].answer == "Yes, by two at most."


def test_a_correction_is_a_new_number_that_refers_to_the_former(call, asker, officer, reader):
    item = answered(call, asker, officer, reader)
    clarification_desk.publish(call, [item.id], officer, NOW)
    published = clarifications.by_id(item.id)
    made = clarification_desk.correct(published, officer, NOW)
    assert clarification_desk.correct(published, officer, NOW).id == made.id
    again = release(draft(clarifications.by_id(made.id), officer, answer="No."), reader)
    clarification_desk.publish(call, [again.id], officer, NOW)
    former, later = clarifications.published(call)
    assert (former.corrected_by, former.answer) == (2, "Yes, by two at most.")
    assert (later.corrects, later.answer, later.round) == (1, "No.", 2)


def test_only_a_published_answer_is_corrected(call, asker, officer):
    with pytest.raises(RuleBroken, match="correct_published"):
        clarification_desk.correct(ask(call, asker), officer, NOW)


def test_everybody_concerned_gets_one_mail(call, asker, officer, reader):
    writer = factories.proposal(call).partner
    sent = factories.proposal(call, state=ProposalState.SUBMITTED).partner
    stranger = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    gone = factories.person(Role.PARTNER_EDITOR, partner=writer)
    Person.update(disabled_at=NOW).where(Person.id == gone.id).execute()
    item = answered(call, asker, officer, reader)
    clarification_desk.publish(call, [item.id], officer, NOW)
    wanted = Person.select().where(
        Person.partner.in_([writer, sent]) | (Person.id == asker.person_id)
    )
    addresses = sorted(each.email for each in wanted if each.id != gone.id)
    assert [to for to, _ in mails()] == addresses
    assert stranger.email not in addresses


def test_names_of_any_partner_in_a_text_for_all_are_warned_of(call, asker, officer):
    Partner.update(name="Dar Al Amal", acronym="DAA").where(
        Partner.id == asker.partner_id
    ).execute()
    other = factories.partner("Horizon Vert")
    item = draft(ask(call, asker), officer, "We of dar al amal", f"As {other.name} and DAA.")
    assert sorted(clarification_desk.warnings([item])[item.id]) == [
        "DAA",
        "Dar Al Amal",
        "Horizon Vert",
    ]


def test_procurement_is_reminded_once_when_the_answers_are_soon_due(call, asker, officer):
    ask(call, asker)
    ask(call, asker, "Another?")
    before = timedelta(days=2)
    assert clarification_desk.remind(NOW, before) == 0
    near = clarifications.answers_by(call) - timedelta(days=1)
    assert clarification_desk.remind(near, before) == 1
    assert clarification_desk.remind(near, before) == 0
    address = Person.get_by_id(officer.person_id).email
    assert mails() == [(address, "clarifications_due")]


def test_each_sees_in_my_work_what_waits_for_them(call, asker, officer, reader):
    author = accounts.actor_of(call.author)
    second = factories.actor(Role.PROCUREMENT_OFFICER)

    def words(actor):
        return [(i.word, i.waiting) for i in clarification_desk.work_items(actor, NOW)]

    item = ask(call, asker)
    assert words(officer) == [("work.answer_questions", False)]
    assert (words(author), words(asker)) == ([], [])
    item = draft(item, officer)
    assert words(officer) == [("work.answers_wait_reader", True)]
    assert words(second) == words(author) == [("work.check_answers", False)]
    assert words(reader) == []
    release(item, second)
    assert words(officer) == [("work.publish_answers", False)]
    assert clarification_desk.work_items(officer, NOW)[0].due == clarifications.answers_by(call)


def test_an_unknown_question_or_round_is_not_found(call):
    with pytest.raises(NotFound):
        clarifications.by_id(uuid4())
    with pytest.raises(NotFound):
        clarifications.round_of(call, 1)


def test_nothing_that_others_read_tells_who_asked(call, asker, officer, reader):
    item = ask(call, asker)
    assert (item.asker_id, item.partner, item.digest) == (None, None, None)
    item = release(draft(item, officer), reader)
    clarification_desk.publish(call, [item.id], officer, NOW)
    secret = {str(asker.person_id), str(asker.partner_id), asker.name}
    told = json.dumps(
        [
            [event.name, str(event.actor_id), event.facts, str(event.subject_id)]
            for event in Event.select()
        ]
    )
    assert not [each for each in secret if each in told]
    shown = repr(clarifications.published(call)) + repr(clarification_desk.desk(call))
    assert not [each for each in secret if each in shown]
    assert clarifications.mine(call, officer) == []
