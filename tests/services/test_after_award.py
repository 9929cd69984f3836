"""After the award: standstill, answers, reviews by others, debriefs, the next in rank."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.lifecycle_award import AcceptanceState, AwardState, ReviewState
from portal.models import (
    AwardRound,
    Contract,
    Debrief,
    Document,
    Effect,
    LotAward,
    ReviewRequest,
)
from portal.pdf.facts.award import letter, review_decision
from portal.services import (
    accounts,
    after_award,
    award,
    award_answers,
    award_letters,
    award_next,
    award_rounds,
    contract_drafting,
    contracts,
    debriefs,
    declarations,
    develop,
    opening,
    proposals,
    reviews,
    scoring,
    standstill,
)
from portal.services.award_choice import Choice
from portal.services.steps import fresh
from tests import counting, scoring_lots
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
LATER = timedelta(days=40)
GROUNDS = "The call says that each answer is read by all members, and one member was away then."


def officer():
    return make.actor(Role.PROCUREMENT_OFFICER)


def signatory(proposal):
    return make.actor(Role.PARTNER_SIGNATORY, partner=proposal.partner)


def settled(*values, **facts):
    """An awarded call whose letters left, with its proposals from the first rank on."""
    call = make.awarded_call(*values, **facts)
    return call, [proposals.by_id(each.id) for each in opening.opened(call)]


def accepted(proposal):
    row = standstill.by_proposal(proposal.id)
    award_answers.accept(row, signatory(proposal), make.moment())
    return row


def assemble(proposal, at):
    return contract_drafting.assemble(proposals.by_id(proposal.id), officer(), at)


def refused(act, *given, **named):
    with pytest.raises(RuleBroken) as broken:
        act(*given, **named)
    return broken.value.rule


def test_no_contract_is_made_before_the_standstill_is_over():
    _call, (won, _lost) = settled(5, 3)
    accepted(won)
    assert refused(assemble, won, make.moment()) == "standstill_runs"
    assert Contract.select().count() == 0
    assert assemble(won, make.moment() + LATER).partner_id == won.partner_id


def test_no_contract_is_made_before_the_partner_accepts():
    _call, (won,) = settled(5)
    assert refused(assemble, won, make.moment() + LATER) == "award_unanswered"


def test_no_contract_is_made_before_the_letters_left():
    call = make.approved(make.recommended_call(5))
    won = opening.opened(call)[0]
    assert refused(assemble, won, make.moment() + LATER) == "letters_not_left"
    row = standstill.by_proposal(won.id)
    assert refused(award_answers.accept, row, signatory(won), make.moment()) == (
        "letters_not_left"
    )


def test_procurement_is_led_to_awards_that_can_have_their_contract_and_waits_for_others():
    _call, (won,) = settled(5)

    def told(at):
        (item,) = contracts.work_items(officer(), at)
        return item.word, item.waiting

    waits = ("work.wait_before_contract", True)
    assert told(make.moment()) == told(make.moment() + LATER) == waits
    accepted(won)
    assert told(make.moment()) == waits
    assert told(make.moment() + LATER) == ("work.assemble_contract", False)


def test_the_clock_of_development_can_go_past_a_standstill():
    _call, (won,) = settled(5)
    until = standstill.by_proposal(won.id).standstill_until
    found = [(each.word, each.at) for each in develop.next_moments(make.moment())]
    assert ("standstill_ends", until) in found


def test_colleagues_of_the_signatory_wait_for_the_answer_to_the_award():
    _call, (won,) = settled(5)
    owner = make.actor(Role.PARTNER_OWNER, partner=won.partner)
    (waits,) = after_award.work_items(owner, make.moment())
    assert (waits.word, waits.waiting) == ("work.wait_award_answer", True)
    (asked,) = after_award.work_items(signatory(won), make.moment())
    assert (asked.word, asked.waiting) == ("work.answer_award", False)


def filed(proposal):
    return reviews.file(proposal, GROUNDS, signatory(proposal), make.moment())


def test_an_open_review_blocks_the_contract_also_after_the_standstill():
    _call, (won, lost) = settled(5, 3)
    accepted(won)
    row = filed(lost)
    assert refused(assemble, won, make.moment() + LATER) == "review_open"
    reviews.withdraw(row, signatory(lost), make.moment())
    assert assemble(won, make.moment() + LATER)


def test_a_review_is_asked_for_in_time_once_and_not_by_the_winner():
    _call, (won, lost) = settled(5, 3)
    by, now = signatory(lost), make.moment()
    assert refused(reviews.file, won, GROUNDS, signatory(won), now) == "review_by_winner"
    assert refused(reviews.file, lost, GROUNDS, by, now + LATER) == "review_late"
    assert refused(reviews.file, lost, "Unfair.", by, now) == "review_grounds_short"
    filed(lost)
    assert refused(reviews.file, lost, GROUNDS, by, now) == "review_twice"
    assert ReviewRequest.select().count() == 1


@pytest.mark.parametrize("role", [Role.PARTNER_OWNER, Role.PARTNER_EDITOR])
def test_only_the_signatory_asks_for_a_review(role):
    _call, (_won, lost) = settled(5, 3)
    with pytest.raises(NotAllowed):
        by = make.actor(role, partner=lost.partner)
        reviews.file(lost, GROUNDS, by, make.moment())


def test_the_head_of_office_is_told_of_a_review():
    _call, (_won, lost) = settled(5, 3)
    head = make.person(Role.HEAD_OF_OFFICE)
    row = filed(lost)
    mails = [each.payload for each in Effect.select()]
    assert head.email in {m["to"] for m in mails if m.get("template") == "review_filed"}
    items = after_award.work_items(accounts.actor_of(head), make.moment())
    assert "work.name_reviewer" in [each.word for each in items]
    assert row.state is ReviewState.FILED


def named(row):
    person = make.person(Role.LEGAL_OFFICER)
    reviews.name(row, person.id, make.actor(Role.HEAD_OF_OFFICE), make.moment())
    return reviews.by_id(row.id), accounts.actor_of(person)


def test_nobody_of_the_committee_and_nobody_who_handled_the_award_decides():
    call, (_won, lost) = settled(5, 3)
    row, head = filed(lost), make.actor(Role.HEAD_OF_OFFICE)
    member = declarations.seats(call)[0].person
    accounts.grant(member, Role.LEGAL_OFFICER)
    first = award_rounds.latest(call)
    for person_id in (member.id, first.made_by_id, first.reviewer_id, first.approver_id):
        assert refused(reviews.name, row, person_id, head, make.moment()) == (
            "reviewer_involved"
        )
    named(row)


def test_a_review_is_decided_within_the_working_days_of_a_setting(monkeypatch):
    monkeypatch.setenv("PORTAL_REVIEW_DAYS", "5")
    call, (_won, lost) = settled(5, 3)
    row = filed(lost)
    row, reviewer = named(row)
    until = reviews.due(row)
    assert 5 < (until.date() - row.filed_at.date()).days <= 12
    assert (until.hour, until.minute, str(until.tzinfo)) == (23, 59, call.zone)
    (item,) = after_award.work_items(reviewer, make.moment())
    assert (item.word, item.due) == ("work.decide_review", until)
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    (mail,) = [each for each in mails if each["template"] == "review_to_decide"]
    assert mail["facts"]["due"] == until.date().isoformat()


def test_the_decision_on_a_lot_without_award_says_so():
    call = make.ranked_call(1, 1)
    call = make.letters_left(make.approved(make.recommended(call)))
    row, reviewer = named(filed(proposals.by_id(opening.opened(call)[0].id)))
    reviews.decide(row, GROUNDS, reviewer, make.moment(), upheld=True)
    assert (call.state, review_decision(row.id, "en")["awarded"]) == (CallState.FAILED, False)


def test_only_who_was_named_decides_and_with_reasons():
    _call, (_won, lost) = settled(5, 3)
    row, reviewer = named(filed(lost))
    with pytest.raises(NotAllowed):
        head = make.actor(Role.HEAD_OF_OFFICE)
        reviews.decide(row, GROUNDS, head, make.moment(), upheld=False)
    rule = refused(reviews.decide, row, "No.", reviewer, make.moment(), upheld=False)
    assert rule == "review_reasons_short"


def test_a_review_that_is_not_upheld_leaves_the_award_and_frees_the_contract():
    _call, (won, lost) = settled(5, 3)
    accepted(won)
    row, reviewer = named(filed(lost))
    reviews.decide(row, GROUNDS, reviewer, make.moment(), upheld=False)
    assert fresh(row).state is ReviewState.DISMISSED
    assert Document.get(Document.kind == "review_decision").subject_id == row.id
    assert assemble(won, make.moment() + LATER)


def test_an_upheld_review_sets_the_award_aside_and_brings_the_committee_together_again():
    call, (won, lost) = settled(5, 4)
    row, reviewer = named(filed(lost))
    reviews.decide(row, GROUNDS, reviewer, make.moment(), upheld=True)
    assert fresh(won).state is ProposalState.DECLINED
    assert LotAward.get().state is AcceptanceState.SET_ASIDE
    [of] = award_next.released(call)
    assert {each.id for each in of.candidates} == {won.id, lost.id}
    choice = Choice(lost.id, make.WHY)
    give = (call, of, choice, officer(), make.moment())
    assert refused(award_next.recommend, *give) == "minutes_before_review"
    make.signed_minutes(call, {of.lot.id: choice})
    award_next.recommend(*give)
    assert award_rounds.latest(call).cause == "review"


def declined(won):
    row = standstill.by_proposal(won.id)
    by = signatory(won)
    award_answers.decline(row, "Our shelter burnt down.", by, make.moment())


def test_a_partner_declines_with_a_reason_and_not_after_the_contract():
    _call, (won,) = settled(5)
    row, by = accepted(won), signatory(won)
    assert refused(award_answers.decline, row, " ", by, make.moment()) == (
        "decline_reason_missing"
    )
    assemble(won, make.moment() + LATER)
    assert refused(award_answers.decline, row, "Too late.", by, make.moment()) == (
        "award_contracted"
    )


def test_another_partner_cannot_answer():
    _call, (won, lost) = settled(5, 3)
    with pytest.raises(NotAllowed):
        award_answers.accept(standstill.by_proposal(won.id), signatory(lost), make.moment())


def test_a_declined_lot_goes_to_the_next_in_rank_with_a_new_standstill():
    call, (won, second, third) = settled(5, 4, 4)
    declined(won)
    [of] = award_next.released(call)
    assert {each.id for each in of.candidates} == {second.id, third.id}
    award_next.recommend(call, of, Choice(second.id, make.WHY), officer(), make.moment())
    assert award_next.released(call) == []
    make.approved(call)
    assert fresh(second).state is ProposalState.AWARDED
    later = make.moment() + timedelta(days=3)
    make.letters_left(call, later)
    row = award_letters.awards(call)[of.lot.id]
    assert (row.proposal_id, row.state) == (second.id, AcceptanceState.OFFERED)
    assert row.standstill_until > later + timedelta(days=9)
    [published] = award.awards_of(opening.call_by_slug(call.slug))
    assert published.partner == second.partner.name


def test_after_a_decline_the_letters_of_that_lot_are_written_anew():
    call, (won, second) = settled(5, 4)
    declined(won)
    [of] = award_next.released(call)
    award_next.recommend(call, of, Choice(second.id, make.WHY), officer(), make.moment())
    make.approved(call)
    numbers = {d.number for d in Document.select() if d.kind == "letter"}
    assert numbers == {f"{each.number}-LETTER-2-EN" for each in (won, second)}


def given_up(call, of):
    """The lot without another award: recommended so and approved."""
    award_next.recommend(call, of, Choice(None, make.WHY), officer(), make.moment())
    return make.approved(call)


def test_procurement_is_told_of_a_declined_award_in_the_language_of_each():
    call, (won,) = settled(5)
    buyers = [make.person(Role.PROCUREMENT_OFFICER, language=each) for each in ("en", "fr")]
    declined(won)
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    sent = {m["to"]: m for m in mails if m["template"] == "award_declined"}
    for each in buyers:
        mail = sent[each.email]
        assert (mail["language"], mail["facts"]["lot"]) == (each.language, 1)
    assert "burnt down" not in str(sent)
    assert call.reference in str(sent)


def test_a_declined_award_without_another_proposal_ends_the_call_without_award():
    call, (won,) = settled(5)
    declined(won)
    [of] = award_next.released(call)
    assert of.candidates == []
    ended = given_up(call, of)
    assert ended.state is CallState.FAILED
    assert award_next.released(ended) == []
    assert award.awards_of(ended) == []


def test_a_call_with_another_lot_that_stands_goes_on_after_a_lot_is_given_up():
    call = scoring_lots.begun(scoring_lots.opened(scoring_lots.closed()))
    for card in scoring.counted(call):
        make.lock_card(card)
    ranked = make.revealed(opening.call_by_slug(call.slug))
    call = make.letters_left(make.approved(make.recommended(ranked)))
    won, other = [proposals.by_id(each.id) for each in opening.opened(call)]
    declined(won)
    [of] = award_next.released(call)
    assert given_up(call, of).state is CallState.AWARDED
    assert standstill.by_proposal(other.id).state is AcceptanceState.OFFERED


def test_the_public_learns_of_another_award_only_once_its_letters_left():
    call, (won, second) = settled(5, 4)
    declined(won)
    [of] = award_next.released(call)
    award_next.recommend(call, of, Choice(second.id, make.WHY), officer(), make.moment())
    call = make.approved(call)
    assert [each.partner for each in award.awards_of(call)] == [won.partner.name]
    make.letters_left(call)
    assert [each.partner for each in award.awards_of(call)] == [second.partner.name]


def test_who_declined_asks_for_no_review_of_its_own_choice():
    _call, (won, _second) = settled(5, 4)
    declined(won)
    rule = refused(reviews.file, won, GROUNDS, signatory(won), make.moment())
    assert rule == "review_of_declined"
    assert ReviewRequest.select().count() == 0


def test_a_second_click_recommends_nothing_twice():
    call, (won, second) = settled(5, 4)
    declined(won)
    [of] = award_next.released(call)
    give = (call, of, Choice(second.id, make.WHY), officer(), make.moment())
    award_next.recommend(*give)
    with pytest.raises(WrongState):
        award_next.of_lot(call, 1)
    with pytest.raises(WrongState):
        award_next.recommend(*give)
    assert AwardRound.select().where(AwardRound.call == call).count() == 2


def test_a_later_letter_tells_how_the_earlier_award_fell_away():
    call, (won, second) = settled(5, 4)
    declined(won)
    [of] = award_next.released(call)
    award_next.recommend(call, of, Choice(second.id, make.WHY), officer(), make.moment())
    make.approved(call)
    told = {each.id: letter(each.id, "en") for each in (won, second)}
    assert (told[won.id]["fell"], told[won.id]["winner"]) == ("declined", second.partner.name)
    assert (told[second.id]["fell"], told[second.id]["won"]) == ("", True)


def test_only_the_next_in_rank_is_offered_after_a_decline():
    call, (first, _next, low) = settled(5, 4, 1)
    declined(first)
    [of] = award_next.released(call)
    give = (call, of, Choice(low.id, make.WHY), officer(), make.moment())
    assert refused(award_next.recommend, *give) == "choice_not_next"


def test_a_returned_later_recommendation_leaves_the_call_awarded():
    call, (won, second) = settled(5, 4)
    declined(won)
    [of] = award_next.released(call)
    award_next.recommend(call, of, Choice(second.id, make.WHY), officer(), make.moment())
    row = make.reviewed(call)
    head = make.actor(Role.HEAD_OF_OFFICE)
    award_rounds.send_back(row, "Say why not the third.", head, make.moment())
    assert fresh(row).state is AwardState.RETURNED
    assert [each.lot.id for each in award_next.released(call)] == [of.lot.id]


def test_a_question_on_the_result_is_answered_once_and_both_are_kept():
    _call, (_won, lost) = settled(5, 3)
    by = make.actor(Role.PARTNER_EDITOR, partner=lost.partner)
    debriefs.ask(lost, "Which answer was weak?", by, make.moment())
    rule = refused(debriefs.ask, lost, "And why?", by, make.moment())
    assert rule == "debrief_open"
    row = debriefs.by_id(Debrief.get().id)
    debriefs.answer(row, "The one on night shifts.", officer(), make.moment())
    with pytest.raises(WrongState):
        debriefs.answer(row, "Another one.", officer(), make.moment())
    kept = Debrief.get()
    assert kept.question == "Which answer was weak?"
    assert kept.answer == "The one on night shifts."


def test_calls_awarded_long_ago_ask_nothing_of_the_database():
    procurement = officer()

    def asked():
        with counting.queries() as sent:
            after_award.work_items(procurement, make.moment())
        return len(sent)

    none = asked()
    for _more in range(3):
        facts = {"state": AwardState.APPROVED, "made_by": make.person(), "made_at": make.NOON}
        AwardRound.create(call=make.call(CallState.AWARDED), number=1, **facts)
    assert asked() == none
