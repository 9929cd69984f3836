"""The scoring desk: one criterion beside its evidence, saved while written, and searched."""

import re

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ScorecardState
from portal.models import CardNote, Event, Person, Proposal, ProposalPart, Score, Scorecard
from portal.services import award_rounds, desk, desk_notes, opening, scoring
from portal.services.steps import fresh
from tests import factories as make
from tests import papers

REASON = "Concrete, dated and believable in each of the parts that were asked."


@pytest.fixture
def card(app):
    """A scorecard of a member whose committee is scoring two proposals."""
    return scoring.counted(make.scoring_call(proposals=2))[0]


@pytest.fixture
def member(client, card):
    return make.sign_in(client, card.seat.person)


def text(answer):
    return answer.get_data(as_text=True)


def item(card, position=1, rest=""):
    return f"/scorecards/{card.id}/criteria/{position}{rest}"


def typed(score="4", reason=REASON, version="0", **more):
    return {"score": score, "reason": reason, "version": version, **more}


def test_an_item_shows_evidence_guidance_per_score_and_how_far_the_desk_is(member, card):
    page = text(member.get(item(card)))
    assert "We answer with care" in page
    assert "Good: clear and believable, with small gaps" in page
    assert "0 of 4 items done" in page
    assert 'accesskey="n"' in page


def test_a_score_is_kept_while_it_is_written_and_the_portal_says_when(member, card):
    answer = member.post(item(card, rest="/autosave"), data=typed(reason="Only a few words."))
    assert answer.status_code == 200
    assert re.search(r"Saved \d\d:\d\d", text(answer))
    assert "Reason missing or too short" in text(answer)
    score = Score.get(Score.scorecard == card)
    assert (score.value, score.reason, score.version) == (4, "Only a few words.", 1)


def test_the_same_score_sent_again_is_no_new_version_and_one_sitting_is_one_event(member, card):
    for version, reason in (("0", "One."), ("1", "One."), ("0", "One."), ("1", "One, two.")):
        sent = typed(reason=reason, version=version)
        assert member.post(item(card, rest="/autosave"), data=sent).status_code == 200
    assert Score.get(Score.scorecard == card).version == 2
    assert Event.select().where(Event.name == "scorecard.saved").count() == 1


def test_two_windows_on_one_score_show_both_and_nothing_is_replaced(member, card):
    member.post(item(card, rest="/autosave"), data=typed(reason="From the first window."))
    sent = typed("2", "From the second window.")
    answer = member.post(item(card, rest="/autosave"), data=sent)
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#conflict"
    assert "From the first window." in text(answer)
    assert "From the second window." in text(answer)
    assert Score.get(Score.scorecard == card).value == 4
    decided = member.post(item(card), data={**sent, "agreed": "1"})
    assert decided.status_code == 303
    assert Score.get(Score.scorecard == card).value == 2


def test_without_scripts_a_conflict_shows_both_versions_too(member, card):
    member.post(item(card), data=typed(reason="From the first window."))
    answer = member.post(item(card), data=typed("2", "From the second window."))
    assert answer.status_code == 409
    assert "From the first window." in text(answer)
    assert "From the second window." in text(answer)


def test_two_criteria_in_two_windows_do_not_disturb_each_other(member, card):
    assert member.post(item(card, 1), data=typed()).status_code == 303
    assert member.post(item(card, 2), data=typed("3")).status_code == 303
    values = Score.select().where(Score.scorecard == card)
    assert sorted(each.value for each in values) == [3, 4]


def test_a_score_off_the_scale_is_refused_with_what_was_typed(member, card):
    answer = member.post(item(card), data=typed("9"))
    assert answer.status_code == 422
    assert REASON in text(answer)
    piece = member.post(item(card, rest="/autosave"), data=typed("9"))
    assert piece.status_code == 422
    assert "Choose one of the scores." in text(piece)
    assert Score.select().count() == 0


def test_saving_leads_to_the_next_open_item_and_at_the_end_to_the_scorecard(member, card):
    call, who = card.proposal.call, make.accounts.actor_of(card.seat.person)
    places = [each.place for each in desk.desk(call, who).items]
    for number, (card_id, position) in enumerate(places, 1):
        own = scoring.card_by_id(card_id)
        answer = member.post(item(own, position), data=typed(then="next"))
        if number < len(places):
            following = "/scorecards/{}/criteria/{}".format(*places[number])
            assert answer.location == following
    assert answer.location == f"/scorecards/{places[-1][0]}"


def test_a_short_reason_leaves_an_item_open(member, card):
    member.post(item(card), data=typed(reason="Too short."))
    page = text(member.get(f"/calls/{card.proposal.call.slug}/scoring"))
    assert "cell-begun" in page
    assert "0 of 4" in page


def test_a_locked_card_takes_no_score_and_keeps_the_one_it_has(member, card):
    make.lock_card(card, 3)
    answer = member.post(item(card, rest="/autosave"), data=typed(version="1"))
    assert answer.status_code == 409
    assert "can no longer be changed" in text(answer)
    assert member.post(item(card), data=typed(version="1")).status_code == 409
    assert {each.value for each in Score.select().where(Score.scorecard == card)} == {3}
    assert "Save, then the next open item" not in text(member.get(item(card)))


def test_a_criterion_that_is_not_there_is_not_found(member, card):
    assert member.get(item(card, 7)).status_code == 404


def test_notes_are_kept_for_their_writer_alone(member, client, card):
    path = f"/scorecards/{card.id}/notes"
    sent = {"text": "Ask for the lease of the second flat.", "version": "0"}
    assert member.post(f"{path}/autosave", data=sent).status_code == 200
    assert "lease of the second flat" in text(member.get(item(card)))
    assert "lease of the second flat" in text(member.get(path))
    other = scoring.counted(card.proposal.call)
    colleague = next(each.seat.person for each in other if each.seat_id != card.seat_id)
    make.sign_in(client, colleague)
    assert client.get(path).status_code == 403
    assert not Event.select().where(Event.name.contains("note")).exists()


@pytest.mark.parametrize(("days", "left"), [(90, 1), (0, 0), (-1, 1)])
def test_notes_go_some_days_after_the_award_or_stay_as_the_office_sets_it(app, days, left):
    call = make.scoring_call()
    (own, *_others) = cards = scoring.counted(call)
    who = make.accounts.actor_of(own.seat.person)
    desk_notes.save(own, "Ask for the lease.", 0, who, make.moment())
    for each in cards:
        make.lock_card(each)
    make.approved(make.recommended(make.revealed(opening.call_by_slug(call.slug))))
    desk_notes.forget(make.moment(), days)
    assert CardNote.select().count() == left


def test_notes_go_also_after_a_call_that_ended_without_award(app):
    call = make.scoring_call()
    for each in scoring.counted(call):
        make.lock_card(each)
    own = scoring.counted(call)[0]
    CardNote.create(scorecard=own, text="Ask for the lease.", saved_at=make.moment())
    row = make.reviewed(make.recommended(make.revealed(opening.call_by_slug(call.slug))))
    head = make.actor(Role.HEAD_OF_OFFICE)
    award_rounds.end_without_award(row, "The money was withdrawn.", head, make.moment())
    assert desk_notes.forget(make.moment(), 0) == 1


def test_notes_of_a_call_under_way_stay(card):
    who = make.accounts.actor_of(card.seat.person)
    desk_notes.save(card, "Ask for the lease.", 0, who, make.moment())
    assert desk_notes.forget(make.moment(), 0) == 0


def test_notes_in_two_windows_show_both(member, card):
    path = f"/scorecards/{card.id}/notes"
    member.post(path, data={"text": "First window.", "version": "0"})
    sent = {"text": "Second window.", "version": "0"}
    assert member.post(f"{path}/autosave", data=sent).status_code == 409
    answer = member.post(path, data=sent)
    assert answer.status_code == 409
    assert "First window." in text(answer)
    assert "Second window." in text(answer)
    assert CardNote.get().text == "First window."


def test_a_search_finds_beginnings_of_words_without_accents_and_marks_them(member, card):
    ours = Proposal.get_by_id(card.proposal_id)
    answer = ours.answers.first()
    type(answer).update(text="Deux éducatrices diplômées.\nUne nuit calme.").where(
        type(answer).id == answer.id
    ).execute()
    page = text(member.get(f"/scorecards/{card.id}/search?q=educ+DIPLOM"))
    assert "<mark>éducatrices</mark>" in page
    assert "<mark>diplômées.</mark>" in page
    assert "Une nuit calme" not in page
    assert "Nothing in this proposal" in text(
        member.get(f"/scorecards/{card.id}/search?q=helicopter")
    )
    marked = member.get(item(card, answer.question.position) + "?q=educ")
    assert "<mark>éducatrices</mark>" in text(marked)


def test_a_search_reads_the_parts_and_shows_typed_markup_as_text(member, card):
    call = card.proposal.call
    type(call).update(proposal_parts=["risks"]).where(type(call).id == call.id).execute()
    ProposalPart.create(
        proposal=card.proposal,
        key="risks",
        content={"rows": [{"risk": "A landslide <b>blocks</b> the road"}], "values": {}},
        saved_at=make.NOON,
        saved_by=card.seat.person,
    )
    page = text(member.get(f"/scorecards/{card.id}/search?q=landsl"))
    assert "<mark>landslide</mark>" in page
    assert "&lt;b&gt;blocks" in page


@pytest.mark.parametrize("rest", ["criteria/1", "search?q=care", "notes"])
def test_after_a_conflict_the_desk_is_shut(member, card, rest):
    call = card.proposal.call
    sent = {"partner_1": "conflict", "text": "They offered me work.", "undertaking": "y"}
    member.post(f"/calls/{call.slug}/declaration", data=sent)
    answer = member.get(f"/scorecards/{card.id}/{rest}")
    assert answer.status_code == 403
    assert "We answer with care" not in text(answer)


def test_an_ended_session_gives_the_reason_back(client, card):
    answer = client.post(item(card), data=typed())
    assert answer.status_code == 401
    assert REASON in text(answer)


def test_the_whole_sheet_and_the_desk_keep_one_truth(member, card):
    member.post(item(card), data=typed())
    stale = {"version": str(card.version), "score_1": "2", "reason_1": "Old window."}
    assert member.post(f"/scorecards/{card.id}", data=stale).status_code == 409
    assert fresh(card).version == card.version + 1


def test_a_locked_scorecard_is_a_paper_for_its_member_and_for_others_after_the_reveal(
    app, client, card
):
    call, path = card.proposal.call, f"/scorecards/{card.id}.pdf"
    app.extensions["jobs"].renderer = lambda _document: papers.pdf()
    make.sign_in(client, card.seat.person)
    assert client.get(path).status_code == 404
    for each in scoring.counted(call):
        make.lock_card(each)
    app.extensions["jobs"].deliver.call_local()
    assert client.get(path).mimetype == "application/pdf"
    colleague = next(
        each.seat.person for each in scoring.counted(call) if each.seat_id != card.seat_id
    )
    officer = make.person(Role.PROCUREMENT_OFFICER)
    for other in (colleague, officer):
        make.sign_in(client, other)
        assert client.get(path).status_code == 403
    make.revealed(opening.call_by_slug(call.slug))
    for other in (colleague, officer):
        make.sign_in(client, other)
        assert client.get(path).mimetype == "application/pdf"
        assert path in text(client.get(f"/calls/{call.slug}/scoring"))
    make.sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    assert client.get(path).status_code == 403


def test_a_voided_scorecard_asks_for_nothing_more(card):
    who, call = make.accounts.actor_of(card.seat.person), card.proposal.call
    Scorecard.update(state=ScorecardState.VOIDED).where(Scorecard.id == card.id).execute()
    own = desk.desk(call, who)
    assert own.settled == 2
    assert own.next_open(card).card_id != card.id


def test_the_desk_lists_only_own_cards(card):
    call = opening.call_by_slug(card.proposal.call.slug)
    who = make.accounts.actor_of(Person.get_by_id(card.seat.person_id))
    assert {row.card.seat_id for row in desk.desk(call, who).rows} == {card.seat_id}
