"""A published call changes by addenda only: working copy, issue, and what proposals become."""

from dataclasses import asdict
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import (
    Addendum,
    Answer,
    BudgetCategory,
    Call,
    CallVersion,
    Criterion,
    Document,
    Effect,
    Event,
    Follower,
    Lot,
    Proposal,
    Question,
    Seat,
)
from portal.models.records import DocumentState
from portal.services import (
    addenda,
    audit_log,
    call_cancelling,
    call_drafting,
    call_list,
    call_parts,
    call_past,
    call_publishing,
    call_search,
    call_versions,
    calls,
    centres,
    documents,
    events,
    opening,
    proposal_changes,
    proposal_receipt,
    proposals,
    screening,
    work,
)
from portal.services.steps import fresh
from tests import amending, factories
from tests.amending import amended, approved, begun, edit, issued, retitled, submitted

COUNTED = (Call, Addendum, CallVersion, Document, Effect, Event, Lot, Question)


class Stopped(Exception):
    """Stands for a machine that stops."""


def counts():
    return {table.__name__: table.select().count() for table in COUNTED}


def now():
    return factories.moment()


def found(wanted):
    return [each.call_id for each in call_list.page(wanted, now()).keys]


@pytest.fixture
def call(app):
    return amending.far_call(lots=2)


@pytest.fixture
def officer(app):
    return factories.actor(Role.PROGRAMME_OFFICER)


@pytest.fixture
def procurement(app):
    return factories.actor(Role.PROCUREMENT_OFFICER)


def without_lot(number):
    """A change that removes one lot."""

    def change(draft):
        kept = call_parts.content(draft, "lots")
        kept["rows"] = [row for row in kept["rows"] if row["number"] != number]
        call_parts.put(draft, "lots", kept)

    return change


def without_question(position):
    """A change that removes one question and asks another one for its criterion."""

    def change(draft):
        asked = call_parts.content(draft, "questions")
        for row in asked["rows"]:
            if row["position"] == position:
                row.update(key=None, text="What is new?")
        call_parts.put(draft, "questions", asked)

    return change


# the working copy


def test_a_working_copy_says_what_the_call_says(call, officer):
    draft = begun(call, officer)
    assert call_parts.contents(draft) == call_parts.contents(call)
    assert draft.state is CallState.DRAFT
    assert draft.reference == f"{call.reference}-A1"
    assert call_versions.version(call, 0).contents == call_parts.contents(call)


def test_a_working_copy_stands_in_no_list_of_calls(call, officer):
    draft = begun(call, officer)
    assert draft not in calls.unpublished()
    assert draft not in centres.calls(call.centre)
    assert draft not in centres.every()[0].calls
    assert not call_list.is_listed(draft)
    assert found(call_list.Wanted()) == [call.id]


def test_an_addendum_needs_a_reason(call, officer):
    before = counts()
    with pytest.raises(RuleBroken, match="addendum_reason_missing"):
        addenda.start(call, "  ", officer, now())
    assert counts() == before


def test_a_second_addendum_waits_for_the_first(call, officer):
    begun(call, officer)
    before = counts()
    with pytest.raises(RuleBroken, match="addendum_open"):
        begun(call, officer)
    assert counts() == before


def test_only_a_published_call_is_changed_by_an_addendum(app, officer):
    for state in set(CallState) - {CallState.PUBLISHED}:
        with pytest.raises(WrongState):
            begun(factories.call(state), officer)


def test_a_call_past_its_deadline_is_not_changed(app, officer):
    closed = factories.closed_call()
    with pytest.raises(RuleBroken, match="addendum_too_late"):
        begun(closed, officer)


def test_a_working_copy_is_not_changed_by_an_addendum_of_its_own(call, officer):
    draft = begun(call, officer)
    with pytest.raises(WrongState):
        begun(draft, officer)


def test_only_programme_officers_begin_an_addendum(call, procurement):
    with pytest.raises(NotAllowed):
        begun(call, procurement)


def test_a_working_copy_is_never_published_planned_or_cancelled(call, procurement):
    draft = approved(retitled(begun(call)))
    with pytest.raises(WrongState):
        calls.publish(draft, procurement, now())
    with pytest.raises(WrongState):
        call_publishing.schedule(draft, now() + timedelta(days=1), procurement, now())
    with pytest.raises(WrongState):
        head = factories.actor(Role.HEAD_OF_OFFICE)
        call_cancelling.cancel(draft, {"en": "No."}, head, now())
    assert fresh(draft).state is CallState.APPROVED


def test_who_wrote_an_addendum_may_not_approve_or_issue_it(call):
    both = factories.actor(
        Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER
    )
    draft = retitled(begun(call, both))
    calls.send(draft, both, now())
    with pytest.raises(NotAllowed):
        calls.approve(draft, both, now())
    calls.approve(draft, factories.actor(Role.HEAD_OF_OFFICE), now())
    with pytest.raises(NotAllowed):
        addenda.issue(fresh(draft), both, now())


def test_an_addendum_without_a_change_is_not_sent(call, officer):
    draft = begun(call, officer)
    with pytest.raises(RulesBroken) as refused:
        calls.send(draft, officer, now())
    assert [each.rule for each in refused.value.broken] == ["addendum_empty"]


def test_the_committee_and_what_proposals_rest_on_stay(call, officer):
    draft = begun(call, officer)
    Seat.delete().where((Seat.call == draft) & ~Seat.chair).execute()
    Call.update(currency="EUR").where(Call.id == draft.id).execute()
    Criterion.delete().where(Criterion.call == draft, Criterion.position == 2).execute()
    Criterion.update(weight=100).where(Criterion.call == draft).execute()
    first = BudgetCategory.get(BudgetCategory.call == draft, BudgetCategory.position == 1)
    first.delete_instance()
    with pytest.raises(RulesBroken) as refused:
        calls.send(fresh(draft), officer, now())
    rules = {each.rule for each in refused.value.broken}
    assert {
        "addendum_committee_fixed",
        "addendum_basics_fixed",
        "addendum_criterion_removed",
        "addendum_heading_removed",
    } <= rules


def test_a_question_deadline_that_passed_may_stand(app, officer):
    past = now() - timedelta(days=1)
    call = amending.far_call(clarify_until=past, answers_by=past + timedelta(hours=1))
    draft = retitled(begun(call, officer))
    assert calls.broken_rules(calls.full(draft), now()) == []


def test_an_addendum_can_be_given_up_and_its_number_is_free(call, officer):
    draft = begun(call, officer)
    addenda.drop(draft, officer, now())
    assert Addendum.select().count() == 0
    assert Call.get_or_none(Call.id == draft.id) is None
    assert begun(call, officer).reference == f"{call.reference}-A1"


def test_an_issued_addendum_cannot_be_given_up(call, officer):
    addendum = amended(call)
    with pytest.raises(WrongState):
        addenda.drop(fresh(addendum.draft), officer, now())


def test_cancelling_a_call_gives_up_its_addendum(call, officer):
    draft = begun(call, officer)
    head = factories.actor(Role.HEAD_OF_OFFICE)
    call_cancelling.cancel(call, {"en": "No money."}, head, now())
    assert Call.get_or_none(Call.id == draft.id) is None
    assert Event.select().where(Event.name == "addendum.dropped").count() == 1


def test_a_copy_of_a_past_or_cancelled_call_is_not_issued(call, procurement):
    draft = approved(retitled(begun(call)))
    before = counts()
    Call.update(deadline=now() - timedelta(minutes=1)).where(Call.id == call.id).execute()
    with pytest.raises(RuleBroken, match="addendum_too_late"):
        addenda.issue(draft, procurement, now())
    assert counts() == before
    assert fresh(draft).state is CallState.APPROVED


# issuing


def test_an_issued_addendum_is_the_call_from_then_on(call):
    addendum = amended(call, retitled)
    after = fresh(call)
    assert after.title == "Shelter in larger apartments"
    assert (after.edition, addendum.number, addendum.sections) == (1, 1, ["basics"])
    assert fresh(addendum.draft).state is CallState.MERGED
    assert call_versions.version(call, 1).contents == call_parts.contents(after)
    assert [each.name for each in calls.timeline(call, everything=False)] == ["call.amended"]


def test_the_rows_of_a_call_keep_their_keys_and_places(call):
    lots = [(each.id, each.key, each.number) for each in calls.lots(call)]
    asked = [(each.id, each.position) for each in call.questions]

    def change(draft):
        Lot.update(title="Rabat, larger").where(Lot.call == draft).execute()
        Question.update(words=500).where(Question.call == draft).execute()

    amended(call, change)
    assert [(each.id, each.key, each.number) for each in calls.lots(call)] == lots
    assert [(each.id, each.position) for each in call.questions] == asked
    assert {each.title for each in calls.lots(call)} == {"Rabat, larger"}


def test_a_double_click_issues_once(call, procurement):
    draft = approved(retitled(begun(call)))
    addenda.issue(draft, procurement, now())
    before = counts()
    with pytest.raises(WrongState):
        addenda.issue(draft, procurement, now())
    again = Call.get_by_id(draft.id)
    with pytest.raises(WrongState):
        addenda.issue(again, procurement, now())
    assert counts() == before


def test_a_rule_that_broke_since_the_approval_stops_the_issue(call, procurement):
    draft = approved(retitled(begun(call)))
    Lot.delete().where(Lot.call == draft).execute()
    before = counts()
    with pytest.raises(RulesBroken):
        addenda.issue(draft, procurement, now())
    assert counts() == before
    assert fresh(call).edition == 0


def test_documents_are_asked_for_in_both_languages(call):
    addendum = amended(call)
    numbers = {row.number for row in documents.all_of([addendum.id])}
    stem = f"{call.reference}-A1"
    assert numbers == {f"{stem}-EN", f"{stem}-FR", f"{stem}-CALL-EN", f"{stem}-CALL-FR"}


def test_a_call_is_found_by_its_new_words(call):
    call_search.put(call)
    amended(call, lambda draft: retitled(draft, "Kitchens for the mountains"))
    wanted = call_list.Wanted(text="kitchens")
    assert found(wanted) == [call.id]


def test_everybody_concerned_gets_one_mail(call):
    partner, drafting = factories.partner(), factories.partner()
    _proposal, signatory = submitted(call, partner)
    factories.proposal(call, drafting)
    stranger = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    follower(call, "reader@example.org")
    follower(call, person_of(signatory).email)
    before = Effect.select().count()
    amended(call)
    sent = [
        each.payload for each in Effect.select() if each.payload.get("template") == "addendum"
    ]
    addresses = [each["to"] for each in sent]
    assert len(addresses) == len(set(addresses))
    assert {"reader@example.org", person_of(signatory).email} < set(addresses)
    assert stranger.email not in addresses
    assert Effect.select().count() > before
    assert all(set(each["facts"]) <= FACTS for each in sent)


FACTS = {"reference", "title", "slug", "number", "leaving"}


def person_of(actor):
    return factories.accounts.Person.get_by_id(actor.person_id)


def follower(call, email):
    return Follower.create(
        call=call,
        email=email,
        language="en",
        leaving=f"leaving-{email}",
        asked_at=now(),
        confirmed_at=now(),
    )


# the deadline


def test_a_far_deadline_stays(call):
    addendum = amended(call)
    assert addendum.deadline_before == addendum.deadline_after == call.deadline


@pytest.mark.parametrize("zone", ["UTC", "Africa/Casablanca", "Europe/Paris"])
def test_a_near_deadline_moves_with_opening_and_results(app, zone):
    call = amending.far_call(days=2, zone=zone)
    addendum = amended(call)
    after = fresh(call)
    there = ZoneInfo(zone)
    assert addendum.deadline_before == call.deadline
    assert after.deadline == addendum.deadline_after > call.deadline
    assert after.deadline - addendum.issued_at >= timedelta(days=7)
    hours = [each.astimezone(there).time() for each in (call.deadline, after.deadline)]
    assert hours[0] == hours[1]
    assert after.deadline.astimezone(there).weekday() < 5
    assert after.opening_at > after.deadline
    assert after.results_on > call.results_on
    assert "timetable" in addendum.sections


def test_the_days_that_are_left_are_a_setting(app):
    call = amending.far_call(days=10)
    assert amended(call, days=5).deadline_after == call.deadline
    second = amended(fresh(call), lambda draft: retitled(draft, "Again"), days=30)
    assert second.deadline_after - second.issued_at >= timedelta(days=30)


def test_a_preview_tells_what_the_issue_does(app):
    call = amending.far_call(days=2)
    draft = retitled(begun(call))
    preview = addenda.preview(draft, now())
    assert preview.extends
    assert [each.section for each in preview.changes] == ["basics"]
    addendum = issued(approved(draft))
    assert fresh(call).deadline == addendum.deadline_after == preview.dates.deadline
    assert asdict(preview.dates)["results"] == fresh(call).results_on


# withdrawn lots and questions


def test_a_removed_lot_is_withdrawn_and_keeps_its_proposals(call):
    first, second = calls.lots(call)
    draft = factories.proposal(call, lot=first)
    amended(call, without_lot(1))
    assert calls.lots(call) == [second]
    assert [each.number for each in calls.lots(call)] == [2]
    assert calls.withdrawn_lots(call) == [first]
    assert Proposal.get_by_id(draft.id).lot == first
    rules = [each.rule for each in proposals.blocking(proposals.by_id(draft.id))]
    assert rules == ["lot_withdrawn"]
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=draft.partner)
    with pytest.raises(RulesBroken):
        proposals.submit(proposals.by_id(draft.id), signatory, now())


def test_a_withdrawn_lot_takes_no_new_proposal(call):
    lot = calls.lots(call)[0]
    amended(call, without_lot(1))
    owner = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    with pytest.raises(RuleBroken, match="lot_withdrawn"):
        proposals.start(proposals.lot_by_id(lot.id), owner, now())
    assert [each.number for each in proposals.lots(call)] == [2]
    listed = proposals.calls_to_propose_for(owner)
    assert [[lot.number for lot in each.lots] for each in listed] == [[2]]


def test_a_proposal_for_a_withdrawn_lot_is_opened_but_never_eligible(call):
    proposal, _signatory = submitted(call)
    amended(call, without_lot(1))
    assert Proposal.get_by_id(proposal.id).to_confirm_id is None
    opened = open_now(call)
    (row,) = opening.opened(opened)
    with pytest.raises(RuleBroken, match="lot_withdrawn_not_judged"):
        officer = factories.actor(Role.PROCUREMENT_OFFICER)
        screening.screen(row, factories.all_yes(), officer, now())
    assert Proposal.get_by_id(proposal.id).state is ProposalState.SUBMITTED


def open_now(call):
    past = now() - timedelta(minutes=1)
    Call.update(deadline=past).where(Call.id == call.id).execute()
    call = opening.call_by_slug(call.slug)
    opening.start(call, factories.actor(Role.PROCUREMENT_OFFICER), now())
    call = opening.call_by_slug(call.slug)
    opening.confirm(call, factories.actor(Role.LEGAL_OFFICER), now())
    return opening.call_by_slug(call.slug)


def test_a_removed_question_is_withdrawn_and_its_answers_kept(call):
    draft = factories.proposal(call)
    amended(call, without_question(1))
    whole = proposals.contents(
        proposals.by_id(draft.id), factories.actor(Role.PARTNER_OWNER, partner=draft.partner)
    )
    asked = [(each.question.position, each.question.text) for each in whole.sections]
    assert asked == [(2, "How do you meet criterion 2?"), (3, "What is new?")]
    assert Answer.select().where(Answer.proposal == draft).count() == 2
    kept = proposal_changes.withdrawn_answers(whole)
    assert [each.question.position for each in kept] == [1]
    assert [each.rule for each in whole.blocking] == ["answer_missing"]
    news = proposal_changes.news(proposals.by_id(draft.id))
    assert proposal_changes.changed_parts(news, whole) == {"answer-3": 1}


def test_a_second_addendum_starts_without_what_was_withdrawn(call):
    amended(call, without_lot(1))
    draft = begun(fresh(call))
    assert [each.title for each in calls.lots(draft)] == ["Rabat 2"]
    amended_again = issued(approved(retitled(draft)))
    assert amended_again.number == 2
    assert amended_again.sections == ["basics"]
    assert [each.number for each in calls.withdrawn_lots(call)] == [1]


# submitted proposals


def test_a_submitted_proposal_is_marked_and_stays_intact(call):
    proposal, _signatory = submitted(call)
    addendum = amended(call, without_question(1))
    after = proposals.by_id(proposal.id)
    assert after.to_confirm_id == addendum.id
    assert after.state is ProposalState.SUBMITTED
    assert proposal_receipt.is_intact(after)
    assert proposal_changes.waits(after)


def test_the_signatory_confirms_once(call):
    proposal, signatory = submitted(call)
    amended(call)
    proposal_changes.confirm(proposals.by_id(proposal.id), 1, signatory, now())
    assert Proposal.get_by_id(proposal.id).to_confirm_id is None
    with pytest.raises(RuleBroken, match="nothing_to_confirm"):
        proposal_changes.confirm(proposals.by_id(proposal.id), 1, signatory, now())
    names = [each.name for each in events.timeline([proposal.id])]
    assert names.count("proposal.confirmed") == 1


def test_what_was_not_read_is_not_confirmed(call):
    proposal, signatory = submitted(call)
    amended(call)
    amended(fresh(call), lambda draft: retitled(draft, "Again"))
    with pytest.raises(RuleBroken, match="call_changed"):
        proposal_changes.confirm(proposals.by_id(proposal.id), 1, signatory, now())
    assert Proposal.get_by_id(proposal.id).to_confirm.number == 2


def test_only_the_own_signatory_confirms_or_takes_back(call):
    proposal, signatory = submitted(call)
    amended(call)
    row = proposals.by_id(proposal.id)
    others = [
        factories.actor(Role.PARTNER_SIGNATORY, partner=factories.partner()),
        factories.actor(Role.PARTNER_EDITOR, partner=row.partner),
        factories.actor(Role.PROCUREMENT_OFFICER),
    ]
    for who in others:
        with pytest.raises(NotAllowed):
            proposal_changes.confirm(row, 1, who, now())
        with pytest.raises(NotAllowed):
            proposal_changes.take_back(row, who, now())
    assert Proposal.get_by_id(proposal.id).to_confirm_id is not None
    assert signatory.partner_id == row.partner_id


def test_a_proposal_taken_back_is_a_draft_and_submitted_again(call):
    proposal, signatory = submitted(call)
    receipt = proposal.receipt
    old = Document.get(Document.subject_id == proposal.id)
    Document.update(state=DocumentState.ISSUED).where(Document.id == old.id).execute()
    amended(call)
    proposal_changes.take_back(proposals.by_id(proposal.id), signatory, now())
    after = proposals.by_id(proposal.id)
    assert (after.state, after.receipt, after.submitted_at) == (ProposalState.DRAFT, None, None)
    assert after.fingerprint == ""
    proposals.submit(after, signatory, now())
    again = proposals.by_id(proposal.id)
    assert again.state is ProposalState.SUBMITTED
    assert again.receipt != receipt
    kinds = sorted(
        each.kind for each in Document.select().where(Document.subject_id == proposal.id)
    )
    assert kinds == ["receipt", "receipt-1"]
    assert documents.by_code(old.code) == old


def test_a_receipt_that_was_not_made_yet_is_dropped_when_it_is_taken_back(call):
    proposal, signatory = submitted(call)
    amended(call)
    proposal_changes.take_back(proposals.by_id(proposal.id), signatory, now())
    assert Document.select().where(Document.subject_id == proposal.id).count() == 0


def test_a_proposal_is_taken_back_only_after_an_addendum_and_before_the_deadline(call):
    proposal, signatory = submitted(call)
    with pytest.raises(RuleBroken, match="nothing_to_confirm"):
        proposal_changes.take_back(proposal, signatory, now())
    amended(call)
    past = now() - timedelta(minutes=1)
    Call.update(deadline=past).where(Call.id == call.id).execute()
    for act in (
        lambda row: proposal_changes.take_back(row, signatory, now()),
        lambda row: proposal_changes.confirm(row, 1, signatory, now()),
    ):
        with pytest.raises(RuleBroken, match="deadline_passed"):
            act(proposals.by_id(proposal.id))
    assert Proposal.get_by_id(proposal.id).state is ProposalState.SUBMITTED


def test_nothing_of_it_is_known_before_the_opening(call):
    proposal, signatory = submitted(call)
    amended(call)
    proposal_changes.take_back(proposals.by_id(proposal.id), signatory, now())
    auditor_sees = {row.event.name for row in audit_log.page().rows}
    assert not {name for name in auditor_sees if name.startswith("proposal.")}
    facts = [each.facts for each in Event.select().where(Event.name == "call.amended")]
    assert [set(each) for each in facts] == [{"number", "sections"}]


def test_the_opening_record_names_what_was_not_confirmed(call):
    from_first, signatory = submitted(call)
    from_second, _other = submitted(call)
    amended(call)
    proposal_changes.confirm(proposals.by_id(from_first.id), 1, signatory, now())
    rows = {row.id: row.to_confirm for row in opening.opened(open_now(call))}
    assert rows[from_first.id] is None
    assert rows[from_second.id].number == 1


# an addendum while a partner submits


def test_a_submission_after_an_addendum_that_was_not_read_is_refused(call):
    partner = factories.partner()
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=partner)
    draft = factories.proposal(call, partner)
    seen = proposals.by_id(draft.id)
    amended(call)
    before = counts()
    with pytest.raises(RuleBroken, match="call_changed"):
        proposals.submit(seen, signatory, now())
    assert counts() == before
    assert Proposal.get_by_id(draft.id).state is ProposalState.DRAFT
    proposals.submit(proposals.by_id(draft.id), signatory, now(), 1)
    assert Proposal.get_by_id(draft.id).to_confirm_id is None


def test_a_submission_just_before_an_addendum_is_marked(call):
    draft = approved(retitled(begun(call)))
    proposal, _signatory = submitted(call)
    addendum = issued(draft)
    assert Proposal.get_by_id(proposal.id).to_confirm_id == addendum.id


# versions and work


def test_a_call_can_be_read_as_it_was_published(call):
    whole = calls.full(call)
    amended(call, without_lot(1))
    amended(fresh(call), retitled)
    first = call_past.published(fresh(call))
    assert first.call.title == whole.call.title
    assert [each.number for each in first.lots] == [1, 2]
    assert [each.text for each in first.questions] == [each.text for each in whole.questions]
    asked = [first.asked(each)[0].text for each in first.criteria]
    assert asked == [whole.asked(each)[0].text for each in whole.criteria]
    second = call_past.full_at(call, call_versions.version(call, 1))
    assert [each.number for each in second.lots] == [2]


def test_publishing_writes_the_first_version(app, procurement):
    call = factories.call(CallState.APPROVED)
    calls.publish(call, procurement, now())
    assert call_versions.version(call, 0).contents == call_parts.contents(call)


def test_each_hand_has_its_work(call, officer, procurement):
    head = factories.actor(Role.HEAD_OF_OFFICE)
    draft = retitled(begun(call, officer))

    def words(who):
        found = [each for each in work.items(who, now()) if each.reference == draft.reference]
        return [(each.word, each.waiting) for each in found]

    assert words(officer) == [("work.finish_addendum", False)]
    assert words(head) == words(procurement) == []
    calls.send(draft, officer, now())
    assert words(officer) == [("work.addendum_waits", True)]
    assert words(head) == [("work.approve_addendum", False)]
    calls.approve(draft, head, now())
    assert words(procurement) == [("work.issue_addendum", False)]


def test_the_signatory_has_work_until_the_proposal_is_confirmed(call):
    proposal, signatory = submitted(call)
    amended(call)

    def words():
        return [each.word for each in work.items(signatory, now())]

    assert "work.confirm_proposal" in words()
    proposal_changes.confirm(proposals.by_id(proposal.id), 1, signatory, now())
    assert "work.confirm_proposal" not in words()


def test_two_people_who_edit_a_working_copy_do_not_overwrite_each_other(call, officer):
    draft = begun(call, officer)
    seen = edit(draft, officer)
    terms = {"objectives": "First.", "target_groups": "All.", "scope": "Rooms."}
    save_terms(draft, terms, seen)
    with pytest.raises(Conflict):
        save_terms(draft, {**terms, "objectives": "Second."}, seen)
    assert fresh(draft).objectives == "First."
    assert fresh(call).objectives == "Sixty people are safe every night."


def save_terms(draft, values, seen):
    call_drafting.save_columns(draft, "terms", values, seen)


def test_an_addendum_is_all_or_nothing(call, monkeypatch):
    draft = approved(retitled(begun(call)))
    before, said = counts(), call_parts.contents(call)

    def fail(*_given, **_more):
        raise Stopped

    monkeypatch.setattr(documents, "request", fail)
    with pytest.raises(Stopped):
        issued(draft)
    assert counts() == before
    assert call_parts.contents(fresh(call)) == said
    assert fresh(draft).state is CallState.APPROVED
