"""A team at its draft: history, assignments, comments, presence, reuse; gone at submission."""

from datetime import timedelta

import pytest

from portal import mail
from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.proposal_parts import PartKey
from portal.models import (
    Answer,
    Call,
    DeliveredMail,
    DraftAssignment,
    DraftComment,
    DraftPresence,
    DraftVersion,
    Effect,
    Event,
    Lot,
    Proposal,
    Question,
)
from portal.services import (
    clock,
    draft_assigning,
    draft_comments,
    draft_history,
    draft_presence,
    draft_restoring,
    draft_reuse,
    draft_sections,
    draft_team,
    proposal_drafts,
    proposal_parts,
    proposals,
    work,
)
from portal.services.draft_assigning import Wish
from portal.services.draft_reuse import Cloning, TakeOver
from portal.services.proposal_drafts import AnswerDraft, Way
from portal.services.proposal_parts import PartDraft
from portal.services.steps import fresh
from tests import factories

AT = factories.NOON
LONG = "We rent furnished flats near the hospital. " * 4


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED, lots=2)


@pytest.fixture
def partner(app):
    return factories.partner()


@pytest.fixture
def draft(call, partner):
    made = factories.proposal(call, partner)
    Answer.delete().execute()
    return proposals.by_id(made.id)


@pytest.fixture
def writer(partner):
    return factories.actor(Role.PARTNER_OWNER, partner=partner, name="Amina")


@pytest.fixture
def colleague(partner):
    return factories.actor(Role.PARTNER_EDITOR, partner=partner, name="Badr")


def question(draft, position=1):
    return draft_sections.question_at(draft, position)


def save(draft, by, text, minutes=0, **how):
    """Save an answer some minutes after noon, on top of what stands unless told."""
    now = Answer.get_or_none(Answer.proposal == draft)
    given = {"seen": now.version if now else 0, "way": Way.AUTOSAVED, **how}
    typed = AnswerDraft(question(draft), text, **given)
    return proposal_drafts.save_answer(draft, typed, by, AT + timedelta(minutes=minutes))


def texts(draft, by, section="answer-1"):
    return [each.content["text"] for each in draft_history.of(draft, section, by)]


def names(draft):
    return [
        e.name for e in Event.select().where(Event.subject_id == draft.id).order_by(Event.id)
    ]


def test_saves_of_one_person_within_minutes_are_one_version(draft, writer):
    for minutes, text in ((0, "We"), (1, "We rent"), (4, "We rent flats.")):
        save(draft, writer, text, minutes)
    assert texts(draft, writer) == ["We rent flats."]
    save(draft, writer, "We rent flats. Two of them.", 6)
    assert texts(draft, writer) == ["We rent flats. Two of them.", "We rent flats."]
    assert names(draft) == ["proposal.autosaved"] * 2


def test_a_colleague_begins_a_version_of_their_own(draft, writer, colleague):
    save(draft, writer, "We rent flats.")
    save(draft, colleague, "We rent flats. Two.", 1)
    versions = draft_history.of(draft, "answer-1", writer)
    assert [each.saved_by.name for each in versions] == ["Badr", "Amina"]


def test_a_text_that_goes_by_a_slip_is_in_the_history(draft, writer):
    save(draft, writer, LONG)
    save(draft, writer, "", 1)
    assert texts(draft, writer) == ["", LONG]


def test_what_stood_before_histories_were_kept_comes_into_the_history(draft, writer):
    old = {"text": "Old.", "saved_at": AT - timedelta(days=1), "saved_by": writer.person_id}
    Answer.create(proposal=draft, question=question(draft), **old)
    save(draft, writer, "Old. New.", way=Way.TYPED)
    assert texts(draft, writer) == ["Old. New.", "Old."]


def test_a_version_brought_back_is_a_new_one_and_loses_nothing(draft, writer):
    save(draft, writer, "First.")
    save(draft, writer, "Second, much longer.", 6)
    first = draft_history.of(draft, "answer-1", writer)[-1]
    at = AT + timedelta(minutes=7)
    draft_restoring.restore(draft, first, 2, writer, at)
    assert Answer.get().text == "First."
    assert texts(draft, writer) == ["First.", "Second, much longer.", "First."]
    assert "proposal.restored" in names(draft)
    with pytest.raises(Conflict):
        draft_restoring.restore(
            draft, draft_history.of(draft, "answer-1", writer)[1], 2, writer, at
        )


def test_a_version_of_another_draft_is_not_found(draft, writer, call, partner):
    other = factories.proposal(call, partner, lot=call.lots.where(Lot.number == 2).first())
    save(proposals.by_id(other.id), writer, "Elsewhere.", seen=1, way=Way.TYPED)
    kept = DraftVersion.get(DraftVersion.proposal == other)
    with pytest.raises(NotFound):
        draft_history.version(draft, kept.id, writer)


def test_a_text_that_comes_twice_is_saved_once(draft, writer):
    save(draft, writer, "Sent, and the answer was lost.")
    again = save(draft, writer, "Sent, and the answer was lost.", 1, seen=0)
    assert again.version == 1
    assert names(draft) == ["proposal.autosaved"]


def test_an_older_version_never_replaces_a_newer_one(draft, writer, colleague):
    save(draft, writer, "One.")
    save(draft, colleague, "One. Two.", 1)
    with pytest.raises(Conflict) as refused:
        save(draft, writer, "One. Three.", 2, seen=1)
    assert refused.value.theirs == {"text": "One. Two."}
    assert Answer.get().text == "One. Two."
    assert texts(draft, writer) == ["One. Two.", "One."]


def assign(draft, by, to, seen=None, key="answer-1"):
    person = to.person_id if to else None
    return draft_assigning.assign(draft, {key: Wish(person, seen)}, by, AT)


def test_a_section_is_given_to_a_colleague_who_is_told(draft, writer, colleague):
    assert assign(draft, writer, colleague) == ["answer-1"]
    mail = Effect.get().payload
    assert mail["template"] == "section_assigned"
    assert mail["facts"]["title"] == "1. Criterion 1"
    found = work.items(colleague, AT)
    assert [each.word for each in found if each.word == "work.write_section"]
    assert not [each for each in work.items(writer, AT) if each.word == "work.write_section"]


def test_a_section_that_its_writer_calls_done_leaves_the_list_of_work(draft, writer, colleague):
    assign(draft, writer, colleague)
    draft_assigning.finish(draft, "answer-1", colleague, AT)
    draft_assigning.finish(draft, "answer-1", writer, AT)
    assert not [e for e in work.items(colleague, AT) if e.word == "work.write_section"]
    assert names(draft).count("proposal.section_finished") == 1


def test_nobody_is_told_of_what_they_take_for_themselves(draft, writer):
    assign(draft, writer, writer)
    assert Effect.select().count() == 0
    assign(draft, writer, None, writer.person_id)
    assert DraftAssignment.select().count() == 0


def test_a_section_that_changed_hands_meanwhile_stays_there(draft, writer, colleague):
    assign(draft, writer, colleague)
    with pytest.raises(RuleBroken, match="assigned_meanwhile"):
        assign(draft, colleague, writer)
    assign(draft, writer, None, colleague.person_id)
    with pytest.raises(RuleBroken, match="unassigned_meanwhile"):
        assign(draft, writer, writer, colleague.person_id)
    assert DraftAssignment.select().count() == 0


def test_a_section_is_given_only_to_people_of_the_partner_who_write(draft, writer, partner):
    stranger = factories.actor(Role.PARTNER_EDITOR, partner=factories.partner())
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=partner)
    for who in (stranger, signatory):
        with pytest.raises(NotFound):
            assign(draft, writer, who)
    with pytest.raises(NotFound):
        assign(draft, writer, writer, key="answer-9")


def test_comments_stay_within_the_partner(draft, writer, colleague):
    made = draft_comments.write(draft, "budget", " Is this the gross salary? ", writer, AT)
    assert made.text == "Is this the gross salary?"
    assert draft_comments.open_counts(draft) == {"budget": 1}
    draft_comments.resolve(draft_comments.by_id(draft, made.id), colleague, AT)
    draft_comments.resolve(draft_comments.by_id(draft, made.id), writer, AT)
    assert draft_comments.open_counts(draft) == {}
    assert names(draft) == ["proposal.commented", "proposal.comment_resolved"]
    for role in (Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            draft_comments.of(draft, "budget", factories.actor(role))


def test_an_empty_comment_or_one_on_nothing_is_refused(draft, writer):
    with pytest.raises(RuleBroken, match="comment_empty"):
        draft_comments.write(draft, "budget", "  ", writer, AT)
    with pytest.raises(NotFound):
        draft_comments.write(draft, "weather", "Sunny.", writer, AT)
    assert DraftComment.select().count() == 0


def test_who_is_at_a_section_is_told_to_the_others_for_two_minutes(draft, writer, colleague):
    draft_team.here(draft, "answer-1", writer, AT)
    draft_team.here(draft, "answer-1", writer, AT + timedelta(seconds=30))
    at = AT + timedelta(seconds=60)
    assert draft_team.around(draft, colleague, at).present == {"answer-1": ["Amina"]}
    assert draft_team.around(draft, writer, at).present == {}
    late = AT + timedelta(seconds=151)
    assert draft_presence.others(draft, colleague, late) == {}
    draft_team.here(draft, "answer-2", colleague, late)
    assert DraftPresence.select().count() == 1


def test_writing_tells_that_somebody_is_there(draft, writer, colleague):
    save(draft, writer, "We rent flats.")
    assert draft_presence.others(draft, colleague, AT) == {"answer-1": ["Amina"]}


def test_all_of_it_is_gone_once_it_is_purged(draft, writer, colleague):
    save(draft, writer, "We rent flats.")
    draft_comments.write(draft, "budget", "Is this right?", writer, AT)
    assign(draft, writer, colleague)
    draft_team.purge(draft)
    tables = (DraftVersion, DraftComment, DraftPresence, DraftAssignment)
    assert [table.select().count() for table in tables] == [0] * 4


def test_nothing_of_it_works_on_what_is_submitted(draft, writer, colleague):
    Proposal.update(state=ProposalState.SUBMITTED).execute()
    sent = fresh(draft)
    acts = (
        lambda: draft_team.here(sent, "budget", writer, AT),
        lambda: draft_comments.write(sent, "budget", "Late.", writer, AT),
        lambda: assign(sent, writer, colleague),
    )
    for act in acts:
        with pytest.raises(WrongState):
            act()


@pytest.fixture
def earlier(partner):
    """An answer of the same partner to a like question of another call."""
    other = factories.call(CallState.PUBLISHED)
    Question.update(text="How do you keep people safe at night?").where(
        (Question.call == other) & (Question.position == 1)
    ).execute()
    factories.proposal(other, partner)
    row = Answer.select().join(Question).where(Question.call == other)
    answer = row.order_by(Question.position).first()
    Answer.update(text="Two people are there each night.").where(
        Answer.id == answer.id
    ).execute()
    return fresh(answer)


def ask(draft, text):
    Question.update(text=text).where(Question.id == question(draft).id).execute()
    return question(draft)


def test_an_earlier_answer_to_a_like_question_is_found_and_no_other_partners(
    draft, writer, earlier
):
    factories.proposal(factories.call(CallState.PUBLISHED))
    asked = ask(draft, "At night, how are people kept safe?")
    found = draft_reuse.earlier(draft, asked, writer)
    assert found[0].answer.id == earlier.id
    assert {each.answer.proposal.partner_id for each in found} == {writer.partner_id}


def test_an_unlike_question_finds_nothing(draft, writer, earlier):
    asked = ask(draft, "Budget narrative: justify vehicles, fuel, insurance.")
    assert earlier.id not in [e.answer.id for e in draft_reuse.earlier(draft, asked, writer)]


def test_an_earlier_answer_comes_after_what_is_written_or_replaces_it(draft, writer, earlier):
    save(draft, writer, "Mine.")
    wish = TakeOver(question(draft), earlier.id, 1, after=True)
    draft_reuse.take(draft, wish, writer, AT)
    assert Answer.get(Answer.proposal == draft).text == f"Mine.\n\n{earlier.text}"
    again = TakeOver(question(draft), earlier.id, 2, after=False)
    draft_reuse.take(draft, again, writer, AT)
    assert Answer.get(Answer.proposal == draft).text == earlier.text
    assert "Mine." in texts(draft, writer)


def test_an_answer_of_another_partner_cannot_be_taken(draft, writer):
    factories.proposal(factories.call(CallState.PUBLISHED))
    strange = Answer.get(Answer.proposal != draft)
    with pytest.raises(NotFound):
        draft_reuse.take(draft, TakeOver(question(draft), strange.id, 0, False), writer, AT)  # noqa: FBT003


@pytest.fixture
def second(draft, call, partner):
    """A draft of the same partner for the second lot of the call, with both answers."""
    lot = call.lots.where(Lot.number == 2).first()
    return proposals.by_id(factories.proposal(call, partner, lot=lot).id)


def test_a_lots_answers_are_copied_and_what_is_written_stays(draft, second, writer):
    save(draft, writer, "Mine.")
    wish = Cloning(frozenset(), {"answer-1": 1, "answer-2": 0})
    assert draft_reuse.clone(draft, second, wish, writer, AT) == ["answer-2"]
    assert Answer.get(
        (Answer.proposal == draft) & (Answer.question == question(draft))
    ).text == ("Mine.")
    assert draft_reuse.clone(draft, second, wish, writer, AT) == []


def test_a_text_is_replaced_where_it_was_asked_for_and_stays_in_the_history(
    draft, second, writer
):
    save(draft, writer, "Mine.")
    wish = Cloning(frozenset({"answer-1"}), {"answer-1": 1, "answer-2": 0})
    assert draft_reuse.clone(draft, second, wish, writer, AT) == ["answer-1", "answer-2"]
    assert "Mine." in texts(draft, writer)


def test_a_text_that_a_colleague_saved_meanwhile_refuses_the_whole_copy(
    draft, second, writer, colleague
):
    save(draft, writer, "Mine.")
    save(draft, colleague, "Mine. Ours.", 1)
    wish = Cloning(frozenset({"answer-1"}), {"answer-1": 1, "answer-2": 0})
    with pytest.raises(RuleBroken, match="changed_meanwhile"):
        draft_reuse.clone(draft, second, wish, writer, AT)
    assert [each.text for each in Answer.select().where(Answer.proposal == draft)] == [
        "Mine. Ours."
    ]


def test_a_lots_parts_are_copied_too_and_what_is_filled_in_stays(draft, second, writer, call):
    Call.update(proposal_parts=["handover"]).execute()
    there, here = proposals.by_id(second.id), proposals.by_id(draft.id)
    name = proposal_parts.part(there, PartKey.HANDOVER, writer).spec.values[0].name
    given = PartDraft(PartKey.HANDOVER, {"rows": [], "values": {name: "The town."}}, 0)
    proposal_parts.save(there, given, writer, AT)
    wish = Cloning(frozenset(), {})
    assert "handover" in draft_reuse.clone(here, there, wish, writer, AT)
    assert proposal_parts.part(here, PartKey.HANDOVER, writer).values[name] == "The town."
    other = PartDraft(PartKey.HANDOVER, {"rows": [], "values": {name: "The region."}}, 1)
    proposal_parts.save(here, other, writer, AT)
    assert draft_reuse.clone(here, there, wish, writer, AT) == []
    assert proposal_parts.part(here, PartKey.HANDOVER, writer).values[name] == "The region."


def test_a_draft_of_another_partner_cannot_be_copied(draft, writer, call):
    strange = factories.proposal(call)
    with pytest.raises(NotFound):
        draft_reuse.clone(draft, strange, Cloning(frozenset(), {}), writer, AT)


def test_submitting_takes_every_trace_of_the_writing_along(call, partner, writer, colleague):
    made = proposals.by_id(factories.proposal(call, partner).id)
    first = Answer.get((Answer.proposal == made) & (Answer.question == question(made)))
    typed = AnswerDraft(question(made), "A newer text.", first.version, Way.AUTOSAVED)
    proposal_drafts.save_answer(made, typed, writer, AT)
    draft_comments.write(made, "budget", "Is this right?", writer, AT)
    assign(made, writer, colleague)
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=partner)
    proposals.submit(made, signatory, clock.now())
    tables = (DraftVersion, DraftComment, DraftPresence, DraftAssignment)
    assert [table.select().count() for table in tables] == [0] * 4


@pytest.mark.parametrize(
    ("key", "told"), [("answer-1", "1. Criterion 1"), ("budget", "Budget")]
)
def test_the_mail_names_the_section_and_leads_to_it(draft, writer, partner, key, told):
    who = factories.actor(Role.PARTNER_EDITOR, partner=partner, language="fr")
    assign(draft, writer, who, key=key)
    mail.send(Effect.get().payload)
    kept = DeliveredMail.get()
    assert told in kept.body
    assert f"/proposals/{draft.id}/team/{key}" in kept.body
    assert "vous est confiée" in kept.subject
