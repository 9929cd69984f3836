"""From the opening to the award: who may do what, when, and what never happens twice."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Action, Role, SeatKind
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, ProposalState, ScorecardState
from portal.domain.policy import can
from portal.domain.screening import Check
from portal.models import (
    Document,
    Effect,
    Event,
    Lot,
    Proposal,
    Recommendation,
    SanctionsEntry,
    SanctionsMatch,
    Score,
    Scorecard,
    Seat,
)
from portal.services import (
    accounts,
    award,
    award_rounds,
    committee,
    opening,
    proposals,
    revealing,
    sanctions,
    scoring,
    screening,
    seat_work,
)
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "Born in another year and country; identity card and photograph were compared."


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def counts():
    return [table.select().count() for table in (Event, Effect, Document, Score)]


def cards(call):
    return scoring.counted(call)


def holder(card):
    return accounts.actor_of(card.seat.person)


def test_two_people_open_and_number_the_proposals_in_order_of_receipt():
    call = make.opened_call(proposals=3)
    numbers = [each.number for each in opening.opened(call)]
    assert call.state is CallState.OPENED
    assert numbers == [f"{call.reference}-P{place}" for place in (1, 2, 3)]
    languages = {each.language for each in Document.select() if each.kind == "opening"}
    assert languages == {"en", "fr"}


def test_an_opening_tells_each_partner_that_submitted():
    make.opened_call(proposals=2)
    mails = [each for each in Effect.select() if each.kind == "mail"]
    assert len(mails) == 2
    assert {each.payload["template"] for each in mails} == {"opened"}


def test_an_opening_a_second_too_early_is_refused_with_the_deadline_in_the_calls_zone():
    soon = datetime.now(UTC) + timedelta(seconds=30)
    call = make.call(CallState.PUBLISHED, deadline=soon)
    before = counts()
    with pytest.raises(RuleBroken) as refused:
        opening.start(call, procurement(), make.moment())
    assert refused.value.rule == "not_closed_yet"
    facts = refused.value.facts
    assert (facts["deadline"], facts["zone"]) == (call.deadline, "Africa/Casablanca")
    assert counts() == before
    assert fresh(call).opening_starter_id is None


def test_one_person_cannot_open_alone():
    call, alone = make.closed_call(), procurement()
    opening.start(call, alone, make.moment())
    with pytest.raises(NotAllowed):
        opening.confirm(opening.call_by_slug(call.slug), alone, make.moment())
    assert fresh(call).state is CallState.PUBLISHED


def test_nobody_confirms_an_opening_that_nobody_began():
    with pytest.raises(NotAllowed):
        opening.confirm(make.closed_call(), procurement(), make.moment())


def test_a_second_start_is_refused():
    call = make.closed_call()
    opening.start(call, procurement(), make.moment())
    with pytest.raises(WrongState):
        opening.start(call, procurement(), make.moment())


def test_a_double_confirmation_opens_once():
    call = make.closed_call()
    opening.start(call, procurement(), make.moment())
    stale, second = opening.call_by_slug(call.slug), make.actor(Role.FINANCE_OFFICER)
    opening.confirm(opening.call_by_slug(call.slug), second, make.moment())
    before = counts()
    with pytest.raises(WrongState):
        opening.confirm(stale, second, make.moment())
    assert counts() == before


def test_before_the_opening_no_proposal_is_listed():
    call = make.closed_call(proposals=2)
    assert opening.opened(call) == []


def test_a_draft_is_not_opened():
    call = make.closed_call(proposals=1)
    make.proposal(call)
    opening.start(call, procurement(), make.moment())
    opening.confirm(
        opening.call_by_slug(call.slug), make.actor(Role.LEGAL_OFFICER), make.moment()
    )
    assert len(opening.opened(fresh(call))) == 1


def test_a_declaration_is_made_after_the_opening_only():
    call = make.closed_call()
    with pytest.raises(RuleBroken) as refused:
        make.declare(call, call.seats.first().person)
    assert refused.value.rule == "declaration_too_early"


def test_before_declaring_nothing_of_a_proposal_can_be_read():
    call = make.opened_call()
    seat, proposal = call.seats.first(), opening.opened(call)[0]
    assert not can(accounts.actor_of(seat.person), Action.SEE_PROPOSAL, proposal)
    make.declare(call, seat.person)
    assert can(accounts.actor_of(seat.person), Action.SEE_PROPOSAL, proposal)


def test_a_conflict_shuts_out_from_everything_of_the_call_and_cannot_be_taken_back():
    call = make.opened_call()
    seat, proposal = call.seats.first(), opening.opened(call)[0]
    make.conflicted(call, seat.person)
    who = accounts.actor_of(seat.person)
    assert not can(who, Action.SEE_PROPOSAL, proposal)
    assert not can(who, Action.SEE_OPENING, call)
    with pytest.raises(WrongState):
        make.declare(call, seat.person)
    assert fresh(seat).conflict


def test_a_conflict_needs_words():
    call = make.opened_call()
    tied = opening.opened(call)[0].partner
    with pytest.raises(RulesBroken) as refused:
        make.declare(call, call.seats.first().person, tied, text=" ")
    assert [each.field for each in refused.value.broken] == ["text"]


def test_a_later_conflict_takes_the_members_scores_out_of_the_ranking():
    call = make.ranked_call(4, seats=4)
    seat = call.seats.where(Seat.chair).first()
    make.conflicted(call, seat.person, text="I was asked to join them.")
    assert len(scoring.rankings(call)[0].rows[0].result.totals) == 3
    assert Event.select().where(Event.name == "seat.excluded").count() == 1


def test_a_conflict_after_the_recommendation_is_told_to_the_head_of_office():
    call = make.recommended_call(4)
    with pytest.raises(RuleBroken) as refused:
        make.conflicted(call, call.seats.first().person)
    assert refused.value.rule == "declaration_too_late"


def listed(*names):
    return SanctionsEntry.create(reference="SMP-0101", kind="person", names=list(names))


def suspect_call():
    """An opened call whose only partner has a key person with a listed name."""
    listed("Yassin AL-WAHDI", "Yassine El Ouahdi")
    call = make.closed_call(proposals=0)
    of = make.partner(key_people="Salma Bennis, Director\nYassine El Ouahdi, Treasurer")
    make.proposal(call, of, ProposalState.SUBMITTED, number=None)
    opening.start(call, procurement(), make.moment())
    opening.confirm(
        opening.call_by_slug(call.slug), make.actor(Role.LEGAL_OFFICER), make.moment()
    )
    return opening.opened(fresh(call))[0]


def verdict(same, reason=REASON):
    return screening.Verdict("SMP-0101", "Yassine El Ouahdi", same, reason)


def test_an_unjudged_match_blocks_the_decision():
    proposal = suspect_call()
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["matches_undecided"]
    assert fresh(proposal).state is ProposalState.SUBMITTED


def test_a_false_match_is_stored_with_its_reason_and_the_proposal_is_eligible():
    proposal = suspect_call()
    screening.judge(proposal, verdict(same=False), procurement(), make.moment())
    screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert SanctionsMatch.get().reason == REASON
    assert fresh(proposal).state is ProposalState.ELIGIBLE


def test_the_same_name_forces_not_eligible():
    proposal = suspect_call()
    screening.judge(proposal, verdict(same=True), procurement(), make.moment())
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["matches_undecided"]
    match = sanctions.by_id(SanctionsMatch.get().id)
    second = make.actor(Role.LEGAL_OFFICER)
    sanctions.confirm(match, REASON, second, make.moment(), same=True)
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["sanctions_same"]


def test_a_verdict_needs_a_reason_of_ten_words():
    proposal = suspect_call()
    with pytest.raises(RulesBroken):
        screening.judge(proposal, verdict(False, "Other man."), procurement(), make.moment())  # noqa: FBT003 - one word
    assert SanctionsMatch.select().count() == 0


def test_a_proposal_is_not_eligible_only_with_a_reason():
    proposal = opening.opened(make.opened_call())[0]
    refusal = make.all_yes(eligible=False)
    with pytest.raises(RulesBroken):
        screening.screen(proposal, refusal, procurement(), make.moment())
    make.excluded(proposal)
    assert fresh(proposal).state is ProposalState.INELIGIBLE


def test_every_check_is_answered_and_a_no_has_a_note():
    proposal = opening.opened(make.opened_call())[0]
    checks = {
        **make.all_yes().checks,
        "registered": Check(ok=None),
        "bank_account": Check(ok=False),
    }
    decision = screening.Decision(checks, eligible=False, reason="Not complete.")
    with pytest.raises(RulesBroken) as refused:
        screening.screen(proposal, decision, procurement(), make.moment())
    fields = {each.field for each in refused.value.broken}
    assert fields == {"registered_ok", "bank_account_note"}


def test_a_screening_decision_is_taken_once():
    proposal = opening.opened(make.opened_call())[0]
    stale = proposals.by_id(proposal.id)
    screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    with pytest.raises(WrongState):
        screening.screen(stale, make.all_yes(), procurement(), make.moment())


def test_a_sealed_proposal_is_not_screened():
    call = make.closed_call()
    proposal = proposals.by_id(call.proposals.first().id)
    with pytest.raises(NotAllowed):
        screening.screen(proposal, make.all_yes(), procurement(), make.moment())


def test_scoring_waits_for_the_screening_and_the_declarations():
    call = make.opened_call(proposals=2)
    with pytest.raises(RulesBroken) as refused:
        screening.start_scoring(call, procurement(), make.moment())
    rules = [each.rule for each in refused.value.broken]
    assert rules == [
        "not_all_screened", "nothing_eligible", "declarations_missing", "too_few_votes"
    ]  # fmt: skip
    assert Scorecard.select().count() == 0


def test_each_voting_member_gets_a_scorecard_for_each_eligible_proposal():
    call = make.opened_call(proposals=2)
    observer = make.person(Role.AUTHORITY_REPRESENTATIVE)
    Seat.create(call=call, person=observer, kind=SeatKind.OBSERVER, government=True)
    make.declare_all(call)
    first, second = opening.opened(call)
    screening.screen(first, make.all_yes(), procurement(), make.moment())
    make.excluded(second)
    screening.start_scoring(call, procurement(), make.moment())
    assert {card.proposal_id for card in cards(call)} == {first.id}
    assert len(cards(call)) == 3
    assert observer.id not in {card.person_id for card in cards(call)}


def test_a_draft_of_a_scorecard_is_kept():
    card = cards(make.scoring_call())[0]
    criterion = scoring.criteria(card.proposal.call)[0]
    half = {criterion.id: scoring.Mark(None, "To be read again.")}
    scoring.save(card, card.version, half, holder(card), make.moment())
    assert scoring.marks(card) == half


def test_two_windows_on_one_scorecard_lose_nothing():
    card = cards(make.scoring_call())[0]
    scoring.save(card, 1, make.marks_for(card, 5), holder(card), make.moment())
    with pytest.raises(Conflict) as refused:
        scoring.save(card, 1, make.marks_for(card, 2), holder(card), make.moment())
    assert refused.value.theirs["score_1"] == 5
    assert scoring.marks(card) == make.marks_for(card, 5)


def test_locking_tells_each_missing_score_and_short_reason():
    card = cards(make.scoring_call())[0]
    first = scoring.criteria(card.proposal.call)[0]
    before = counts()
    given = {**make.marks_for(card), first.id: scoring.Mark(None, "Too short")}
    with pytest.raises(RulesBroken) as refused:
        scoring.lock(card, card.version, given, holder(card), make.moment())
    assert [each.field for each in refused.value.broken] == ["score_1", "reason_1"]
    assert counts() == before


def test_a_locked_scorecard_is_neither_saved_nor_locked_again():
    card = cards(make.scoring_call())[0]
    make.lock_card(card)
    again = scoring.card_by_id(card.id)
    for act in (scoring.save, scoring.lock):
        with pytest.raises(WrongState):
            act(again, again.version, make.marks_for(card, 1), holder(card), make.moment())
    assert scoring.marks(card) == make.marks_for(card, 4)


def test_nobody_scores_for_another():
    mine, other = cards(make.scoring_call())[:2]
    with pytest.raises(NotAllowed):
        scoring.save(other, 1, make.marks_for(other), holder(mine), make.moment())


def test_an_observer_of_the_government_reads_but_does_not_score():
    call = make.opened_call()
    seat = Seat.create(
        call=call, person=make.person(Role.AUTHORITY_REPRESENTATIVE), kind=SeatKind.OBSERVER
    )
    make.declare_all(call)
    proposal = opening.opened(call)[0]
    screening.screen(proposal, make.all_yes(), procurement(), make.moment())
    screening.start_scoring(call, procurement(), make.moment())
    observer = accounts.actor_of(seat.person)
    assert can(observer, Action.SEE_PROPOSAL, proposals.by_id(proposal.id))
    assert not any(can(observer, Action.SCORE, card) for card in cards(call))


def test_scores_stay_hidden_until_they_are_revealed():
    call = make.scoring_call()
    for card in cards(call):
        make.lock_card(card)
    assert scoring.rankings(call) == []
    assert not can(holder(cards(call)[0]), Action.SEE_EVALUATION, call)


def test_the_reveal_waits_for_the_last_scorecard_and_happens_once():
    call = make.scoring_call()
    *most, last = cards(call)
    for card in most:
        make.lock_card(card)
    lot, chair = call.lots.first(), make.chair_of(call)
    with pytest.raises(RuleBroken) as refused:
        revealing.reveal(lot, chair, make.moment())
    assert refused.value.facts == {"count": 1}
    assert fresh(call).revealed_lots == 0
    make.lock_card(last)
    revealing.reveal(lot, chair, make.moment())
    with pytest.raises(WrongState):
        revealing.reveal(lot, chair, make.moment())


def test_an_open_card_of_a_member_in_conflict_does_not_stop_the_reveal():
    call = make.scoring_call(seats=4)
    left, *others = cards(call)
    for card in others:
        make.lock_card(card)
    make.conflicted(call, left.seat.person, text="New job there.")
    Seat.update(chair=True).where(Seat.id == others[0].seat.id).execute()
    revealing.reveal(call.lots.first(), holder(others[0]), make.moment())
    assert fresh(left).state is ScorecardState.VOIDED
    assert len(scoring.rankings(call)[0].rows[0].result.totals) == 3


def choose(call, proposal_id, reason=make.WHY):
    """The same choice for each lot, as the committee agreed it in signed minutes."""
    choices = {lot.id: award.Choice(proposal_id, reason) for lot in call.lots}
    make.signed_minutes(call, choices)
    return choices


def test_only_the_first_rank_or_no_award_can_be_recommended():
    call = make.ranked_call(5, 4)
    second = scoring.rankings(call)[0].rows[1].proposal
    with pytest.raises(RulesBroken) as refused:
        award.recommend(call, choose(call, second.id), procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == ["choice_not_first"]
    award.recommend(call, choose(call, None), procurement(), make.moment())
    assert Recommendation.get().proposal_id is None


def test_of_tied_proposals_the_committee_may_choose_either():
    call = make.ranked_call(4, 4)
    first = scoring.rankings(call)[0].first
    assert len(first) == 2
    award.recommend(call, choose(call, first[1].id), procurement(), make.moment())
    assert Recommendation.get().proposal_id == first[1].id


def test_a_recommendation_needs_a_choice_and_a_reason_for_each_lot():
    call = make.ranked_call(4, lots=2)
    first, _second = call.lots.order_by(Lot.number)
    choices = {first.id: award.Choice(None, "Too short.")}
    make.signed_minutes(call, choices)
    with pytest.raises(RulesBroken) as refused:
        award.recommend(call, choices, procurement(), make.moment())
    assert [each.rule for each in refused.value.broken] == [
        "recommendation_short", "choice_missing"
    ]  # fmt: skip
    assert Recommendation.select().count() == 0


def test_a_returned_recommendation_is_written_anew_with_a_new_report():
    call = make.recommended_call(4)
    head = make.actor(Role.HEAD_OF_OFFICE)
    award_rounds.send_back(make.reviewed(call), "Say more on the price.", head, make.moment())
    assert fresh(call).state is CallState.RANKED
    assert fresh(call).award_comment == "Say more on the price."
    again = opening.call_by_slug(call.slug)
    winner = scoring.rankings(again)[0].first[0]
    award.recommend(again, choose(again, winner.id), procurement(), make.moment())
    numbers = {d.number for d in Document.select() if d.subject_id == call.id}
    assert f"{call.reference}-EVALUATION-2-EN" in numbers


def test_a_return_needs_a_comment():
    call = make.recommended_call(4)
    with pytest.raises(RuleBroken):
        award_rounds.send_back(
            make.reviewed(call), "  ", make.actor(Role.HEAD_OF_OFFICE), make.moment()
        )
    assert fresh(call).state is CallState.RECOMMENDED


def test_an_approved_award_settles_every_proposal_and_writes_every_letter():
    call = make.awarded_call(5, 3)
    states = [each.state for each in opening.opened(call)]
    assert states == [ProposalState.AWARDED, ProposalState.DECLINED]
    letters = [each for each in Document.select() if each.kind == "letter"]
    assert {each.subject_id for each in letters} == {each.id for each in Proposal.select()}
    mails = [each.payload for each in Effect.select() if each.kind == "mail"]
    assert sum(each["template"] == "letter" for each in mails) == 2


def test_a_second_approval_is_refused():
    call = make.recommended_call(4)
    head, stale = make.actor(Role.HEAD_OF_OFFICE), make.reviewed(call)
    award_rounds.approve(award_rounds.by_slug(call.slug), head, make.moment())
    before = counts()
    with pytest.raises(WrongState):
        award_rounds.approve(stale, head, make.moment())
    assert counts() == before


def test_awards_are_public_only_once_the_letters_left():
    call = make.recommended_call(4)
    assert award.awards_of(call) == []
    call = make.approved(call)
    assert award.awards_of(call) == []
    make.letters_left(call)
    [published] = award.awards_of(opening.call_by_slug(call.slug))
    assert published.amount == 4 * 9000 * 12


def told(who):
    areas = (committee, seat_work)
    items = [item for area in areas for item in area.work_items(who, make.moment())]
    return [item.word.removeprefix("work.") for item in items]


def test_the_portal_tells_who_opens_next():
    officer, call = procurement(), make.closed_call()
    make.call(CallState.PUBLISHED)
    assert told(officer) == ["start_opening"]
    opening.start(call, officer, make.moment())
    assert told(officer) == ["wait_second_person"]
    assert told(make.actor(Role.LEGAL_OFFICER)) == ["confirm_opening"]


def test_the_portal_tells_who_screens_and_declares_next():
    officer, call = procurement(), make.opened_call()
    member = call.seats.first().person
    assert told(officer) == ["screen"]
    assert told(accounts.actor_of(member)) == ["declare"]
    screening.screen(opening.opened(call)[0], make.all_yes(), officer, make.moment())
    assert told(officer) == ["start_scoring"]


def test_the_portal_tells_who_scores_and_reveals_next():
    officer, call = procurement(), make.scoring_call()
    assert told(officer) == ["wait_scores"]
    assert told(accounts.actor_of(call.seats.first().person)) == ["score"]
    for card in cards(call):
        make.lock_card(card)
    assert told(make.chair_of(call)) == ["reveal_scores"]
    assert told(officer) == ["wait_scores"]


def test_the_portal_tells_who_recommends_and_approves_next():
    call, head = make.ranked_call(4), make.actor(Role.HEAD_OF_OFFICE)
    assert (told(procurement()), told(head)) == (["wait_minutes"], [])
    choose(call, None)
    assert (told(procurement()), told(head)) == (["recommend"], [])
    recommended = make.recommended_call(4)
    assert (told(head), "review_award" in told(procurement())) == ([], True)
    make.reviewed(recommended)
    assert told(head) == ["approve_award"]
    assert "wait_award" in told(procurement())
