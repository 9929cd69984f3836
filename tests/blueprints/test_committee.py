"""The pages of the committee: what each person sees, and what a page refuses in words."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from portal import db
from portal.blueprints.committee import ranking_kept
from portal.domain.actions import Role, SeatKind
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import Document, Event, Person, SanctionsEntry, SanctionsMatch, Score, Seat
from portal.models.records import DocumentState
from portal.services import documents, opening, scoring
from portal.services.award_choice import Choice
from portal.services.steps import fresh
from tests import factories as make
from tests.services.test_award_rounds import red_flag

REASON = "Born in another year and country; identity card and photograph were compared."
STAFF = (Role.PROGRAMME_OFFICER, Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR)


def sign_in(client, *roles, **facts):
    return make.sign_in(client, make.person(*roles, **facts))


def officer(client):
    return sign_in(client, Role.PROCUREMENT_OFFICER)


def text(answer):
    return answer.get_data(as_text=True)


def address(call, rest):
    return f"/calls/{call.slug}/{rest}"


def desk(card, value="4", reason=REASON):
    """What the form of a scorecard sends."""
    sent = {"version": str(card.version)}
    for each in scoring.criteria(card.proposal.call):
        sent |= {f"score_{each.position}": value, f"reason_{each.position}": reason}
    return sent


def test_two_people_open_the_proposals_on_the_page(client):
    call = make.closed_call(proposals=2)
    officer(client)
    assert client.post(address(call, "opening/start")).status_code == 303
    assert "Waiting for a second person" in text(client.get(address(call, "opening")))
    sign_in(client, Role.LEGAL_OFFICER)
    client.post(address(call, "opening/confirm"))
    page = text(client.get(address(call, "opening")))
    assert f"{call.reference}-P1" in page
    assert "Proposals received" in page


def test_an_opening_before_the_deadline_is_refused_in_words(client):
    soon = datetime.now(UTC) + timedelta(minutes=5)
    call = make.call(CallState.PUBLISHED, deadline=soon)
    answer = officer(client).post(address(call, "opening/start"))
    assert answer.status_code == 422
    assert "The call is still open" in text(answer)
    assert Event.select().count() == 0


@pytest.mark.parametrize("role", STAFF)
def test_before_the_opening_no_page_tells_who_proposed_or_how_many(client, role):
    call = make.closed_call(proposals=3)
    name = call.proposals.first().partner.name
    sign_in(client, role)
    for rest in ("opening", "scoring", "screening", "ranking", "award"):
        answer = client.get(address(call, rest))
        assert name not in text(answer)
        assert "-P1" not in text(answer)


def test_the_same_person_cannot_confirm(client):
    call = make.closed_call()
    officer(client)
    client.post(address(call, "opening/start"))
    assert client.post(address(call, "opening/confirm")).status_code == 403
    assert fresh(call).state is CallState.PUBLISHED


def test_a_double_click_on_confirm_opens_once(client):
    call = make.closed_call()
    officer(client)
    client.post(address(call, "opening/start"))
    sign_in(client, Role.FINANCE_OFFICER)
    answers = [client.post(address(call, "opening/confirm")).status_code for _ in "ab"]
    assert answers == [303, 409]
    assert Event.select().where(Event.name == "call.opened").count() == 1


def test_a_partner_never_sees_these_pages(client):
    call = make.awarded_call(4)
    proposal = opening.opened(call)[0]
    make.sign_in(client, make.team(proposal.partner)[0])
    for rest in ("opening", "declaration", "screening", "scoring", "ranking", "award"):
        assert client.get(address(call, rest)).status_code == 403
    assert client.get(f"/proposals/{proposal.id}/screening").status_code == 403


def test_a_member_declares_and_sees_only_the_names_before(client):
    call = make.opened_call()
    proposal, seat = opening.opened(call)[0], call.seats.first()
    make.sign_in(client, seat.person)
    page = text(client.get(address(call, "declaration")))
    assert proposal.partner.name in page
    assert "We answer with care" not in page
    assert client.get(address(call, "opening")).status_code == 403
    client.post(address(call, "declaration"), data={"partner_1": "none", "undertaking": "y"})
    assert fresh(seat).declared_at is not None


def test_a_conflict_without_words_keeps_the_choice(client):
    call = make.opened_call()
    make.sign_in(client, call.seats.first().person)
    typed = {"partner_1": "conflict", "text": "", "undertaking": "y"}
    answer = client.post(address(call, "declaration"), data=typed)
    assert answer.status_code == 422
    assert "Write in a few words what the conflict" in text(answer)
    assert re.search(r"checked[^>]*value=\"conflict\"", text(answer))


def test_after_a_conflict_every_page_of_the_call_is_shut(client):
    call = make.scoring_call(seats=4)
    card = scoring.counted(call)[0]
    make.sign_in(client, card.seat.person)
    sent = {"partner_1": "conflict", "text": "They offered me work.", "undertaking": "y"}
    assert client.post(address(call, "declaration"), data=sent).status_code == 303
    for path in (address(call, "scoring"), address(call, "opening"), f"/scorecards/{card.id}"):
        assert client.get(path).status_code == 403
    assert client.post(f"/scorecards/{card.id}", data=desk(card)).status_code == 403


def suspect(client):
    """An opened proposal with one possible match, and the officer signed in."""
    call = make.opened_call()
    proposal = opening.opened(call)[0]
    SanctionsEntry.create(reference="S-1", kind="person", names=["Salma BERRADA"])
    officer(client)
    return proposal, f"/proposals/{proposal.id}/screening"


def decision(**changes):
    checks = {f"{code}_ok": "yes" for code in make.check_codes()}
    return {**checks, "decision": "yes", "reason": "", **changes}


def test_a_match_is_judged_before_the_decision_and_nothing_typed_is_lost(client):
    proposal, path = suspect(client)
    early = client.post(path, data=decision(reason="All is well."))
    assert early.status_code == 422
    assert "All is well." in text(early)
    match = f"{path}/matches?entry=S-1&name=Salma+Berrada"
    short = client.post(match, data={"match-same": "no", "match-reason": "Other woman."})
    assert short.status_code == 422
    assert "Other woman." in text(short)
    assert SanctionsMatch.select().count() == 0
    client.post(match, data={"match-same": "no", "match-reason": REASON})
    assert client.post(path, data=decision()).status_code == 303
    assert fresh(proposal).state is ProposalState.ELIGIBLE


def test_a_match_that_does_not_exist_is_not_found(client):
    _proposal, path = suspect(client)
    sent = {"match-same": "no", "match-reason": REASON}
    assert client.post(f"{path}/matches?entry=S-9&name=Nobody", data=sent).status_code == 404


def test_a_refused_decision_keeps_the_note_and_tells_the_check(client):
    proposal, path = suspect(client)
    sent = decision(bank_account_ok="", registered_note="Seen on paper.")
    answer = client.post(path, data=sent)
    assert answer.status_code == 422
    assert "Answer this check with yes or no." in text(answer)
    assert "Seen on paper." in text(answer)
    assert fresh(proposal).state is ProposalState.SUBMITTED


def test_the_screening_page_says_what_is_missing_before_scoring(client):
    call = make.opened_call()
    page = text(officer(client).get(address(call, "screening")))
    assert "Proposals that are not screened yet: 1." in page
    assert client.post(address(call, "scoring/start")).status_code == 422


def test_a_member_saves_and_locks_a_scorecard(client):
    call = make.scoring_call()
    card = scoring.counted(call)[0]
    make.sign_in(client, card.seat.person)
    assert "We answer with care" in text(client.get(f"/scorecards/{card.id}"))
    client.post(f"/scorecards/{card.id}", data=desk(card))
    card = scoring.card_by_id(card.id)
    assert client.post(f"/scorecards/{card.id}/lock", data=desk(card)).status_code == 303
    assert "This scorecard is locked" in text(client.get(f"/scorecards/{card.id}"))
    assert client.post(f"/scorecards/{card.id}/lock", data=desk(card)).status_code == 409


def test_locking_with_a_missing_score_keeps_what_was_typed(client):
    card = scoring.counted(make.scoring_call())[0]
    make.sign_in(client, card.seat.person)
    sent = {**desk(card, reason="Only four words here."), "score_1": ""}
    answer = client.post(f"/scorecards/{card.id}/lock", data=sent)
    assert answer.status_code == 422
    assert "Choose a score for: Criterion 1." in text(answer)
    assert "Only four words here." in text(answer)
    assert Score.select().count() == 0


def test_a_score_outside_the_scale_is_refused(client):
    card = scoring.counted(make.scoring_call())[0]
    make.sign_in(client, card.seat.person)
    answer = client.post(f"/scorecards/{card.id}", data=desk(card, value="9"))
    assert answer.status_code == 422
    assert Score.select().count() == 0


def test_two_windows_on_one_scorecard_show_both_versions(client):
    card = scoring.counted(make.scoring_call())[0]
    make.sign_in(client, card.seat.person)
    client.post(f"/scorecards/{card.id}", data=desk(card, reason="From the first window."))
    answer = client.post(f"/scorecards/{card.id}", data=desk(card, "2", "From the second."))
    assert answer.status_code == 409
    assert "From the first window." in text(answer)
    assert "From the second." in text(answer)
    again = {**desk(card, "2", "From the second."), "version": "2"}
    assert client.post(f"/scorecards/{card.id}", data=again).status_code == 303


def test_a_member_cannot_open_a_colleagues_scorecard(client):
    mine, other = scoring.counted(make.scoring_call())[:2]
    make.sign_in(client, mine.seat.person)
    assert client.get(f"/scorecards/{other.id}").status_code == 403


@pytest.mark.parametrize("role", STAFF)
def test_locked_scores_stay_hidden_from_everybody_until_the_reveal(client, role):
    call = make.scoring_call()
    secret = "Cobalt " + REASON
    for card in scoring.counted(call)[:2]:
        marks = {
            each.id: scoring.Mark(5, secret) for each in scoring.criteria(card.proposal.call)
        }
        scoring.lock(card, 1, marks, make.accounts.actor_of(card.seat.person), make.moment())
    sign_in(client, role)
    for rest in ("opening", "screening", "scoring", "ranking", "award", "ranking.pdf"):
        assert "Cobalt" not in text(client.get(address(call, rest)))
    make.sign_in(client, scoring.counted(call)[2].seat.person)
    for rest in ("scoring", "ranking", "award"):
        assert "Cobalt" not in text(client.get(address(call, rest)))


def test_procurement_sees_how_many_cards_are_locked_and_a_member_does_not(client):
    call = make.scoring_call()
    member = scoring.counted(call)[0].seat.person
    assert "Progress of the members" in text(officer(client).get(address(call, "scoring")))
    make.sign_in(client, member)
    assert "Progress of the members" not in text(client.get(address(call, "scoring")))


def test_the_observer_of_the_government_reads_the_list_and_has_no_scorecard(client):
    call = make.scoring_call()
    seat = Seat.create(
        call=call,
        person=make.person(Role.AUTHORITY_REPRESENTATIVE),
        kind=SeatKind.OBSERVER,
        declared_at=make.NOON,
    )
    make.sign_in(client, seat.person)
    page = text(client.get(address(call, "scoring")))
    assert "Proposals to read" in page
    assert "Your scorecards" not in page


def test_the_ranking_shows_rank_mean_threshold_and_reasons(client):
    call = make.ranked_call(5, 3)
    page = text(officer(client).get(address(call, "ranking")))
    assert "100.00" in page
    assert "Under 70" in page
    assert "believable in each of its parts" in page


def test_the_reveal_is_refused_while_a_card_is_open(client):
    call = make.scoring_call()
    make.sign_in(client, Person.get_by_id(make.chair_of(call).person_id))
    answer = client.post(f"/lots/{call.lots.first().id}/reveal")
    assert answer.status_code == 422
    assert "Scorecards that are not locked yet: 3." in text(answer)


def recommendation(call, reason=make.WHY):
    """What the form sends, as the committee decided it in its signed minutes."""
    table = scoring.rankings(call)[0]
    make.signed_minutes(call, {table.lot.id: Choice(table.rows[0].proposal.id, make.WHY)})
    return {"lot_1": str(table.rows[0].proposal.id), "reason_1": reason}


def test_a_short_recommendation_keeps_what_was_typed(client):
    call = make.ranked_call(5)
    officer(client)
    sent = recommendation(call, "Best by far.")
    answer = client.post(address(call, "award/recommend"), data=sent)
    assert answer.status_code == 422
    assert "Best by far." in text(answer)
    assert fresh(call).state is CallState.RANKED


def test_the_award_is_recommended_returned_recommended_again_and_approved(client):
    call = make.ranked_call(5)
    person, head = make.person(Role.PROCUREMENT_OFFICER), make.person(Role.HEAD_OF_OFFICE)
    make.sign_in(client, person)
    client.post(address(call, "award/recommend"), data=recommendation(call))
    make.reviewed(call)
    make.sign_in(client, head)
    assert client.post(address(call, "award/return"), data={}).status_code == 422
    client.post(address(call, "award/return"), data={"comment": "Name the price."})
    make.sign_in(client, person)
    page = text(client.get(address(call, "award")))
    assert "Name the price." in page
    assert make.WHY in page
    client.post(address(call, "award/recommend"), data=recommendation(fresh(call)))
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    sent = {"note": "Minutes and prices were checked."}
    assert client.post(address(call, "award/review"), data=sent).status_code == 303
    make.sign_in(client, head)
    assert sent["note"] in text(client.get(address(call, "award")))
    answers = [client.post(address(call, "award/approve")).status_code for _ in "ab"]
    assert answers == [303, 409]


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.AUDITOR, Role.HEAD_OF_OFFICE])
def test_only_procurement_takes_the_steps_of_the_selection(client, role):
    call = make.opened_call()
    sign_in(client, role)
    steps = ("scoring/start", "award/recommend", "opening/confirm")
    assert {client.post(address(call, step)).status_code for step in steps} == {403}


def test_a_letter_is_open_to_its_partner_and_not_to_another(app, client):
    call = make.approved(make.recommended_call(5, 3))
    first, second = opening.opened(call)
    make.sign_in(client, make.team(second.partner)[0])
    assert client.get(f"/proposals/{second.id}/letter.pdf").status_code == 404
    app.extensions["jobs"].deliver.call_local()
    own = client.get(f"/proposals/{second.id}/letter.pdf")
    assert own.mimetype == "application/pdf"
    assert client.get(f"/proposals/{first.id}/letter.pdf").status_code == 403


def test_the_awards_are_public_once_approved_and_not_before(client):
    before, after = make.recommended_call(4), make.awarded_call(4)
    winner = opening.opened(after)[0].partner.name
    page = text(client.get(f"/calls/{after.slug}"))
    assert 'id="awards"' in page
    assert winner in page
    assert 'id="awards"' not in text(client.get(f"/calls/{before.slug}"))


def test_before_the_award_there_is_no_letter(client):
    proposal = opening.opened(make.recommended_call(5))[0]
    make.sign_in(client, make.team(proposal.partner)[0])
    assert client.get(f"/proposals/{proposal.id}/letter.pdf").status_code == 403


def test_the_opening_record_is_there_after_the_opening_only(app, client):
    sealed, opened = make.closed_call(), make.opened_call()
    app.extensions["jobs"].deliver.call_local()
    officer(client)
    assert client.get(address(sealed, "opening.pdf")).status_code == 404
    assert client.get(address(opened, "opening.pdf")).mimetype == "application/pdf"


def test_an_unknown_call_is_not_found(client):
    assert officer(client).get("/calls/IOM-MAR-2026-999/opening").status_code == 404


def test_of_very_many_reasons_each_proposal_has_a_page_of_its_own(client, monkeypatch):
    monkeypatch.setattr(ranking_kept, "MOST_REASONS", 5)
    call = make.ranked_call(4)
    proposal = opening.opened(call)[0]
    page = text(officer(client).get(address(call, "ranking")))
    assert "believable in each of its parts" not in page
    assert f"/proposals/{proposal.id}/reasons" in page
    page = text(client.get(f"/proposals/{proposal.id}/reasons"))
    assert "believable in each of its parts" in page


def test_the_ranking_is_written_anew_when_something_happens(client):
    call = make.ranked_call(4, seats=4)
    officer(client)
    seat = call.seats.where(Seat.chair).first()
    before = text(client.get(address(call, "ranking")))
    assert before.count(seat.person.name) == text(client.get(address(call, "ranking"))).count(
        seat.person.name
    )
    make.conflicted(call, seat.person)
    assert seat.person.name not in text(client.get(address(call, "ranking")))


def test_a_paper_that_was_made_meanwhile_is_told_on_the_ranking_though_nothing_happened(client):
    call = make.ranked_call(2)
    officer(client)
    assert "PDF, draft with a watermark" in text(client.get(address(call, "ranking")))
    with db.atomic():
        documents.request("evaluation", call.id, "EVALUATION-1", ("en",), make.moment())
    events = Event.select().count()
    waiting = text(client.get(address(call, "ranking")))
    Document.update(state=DocumentState.ISSUED, pages=45, size=2048).execute()
    made = text(client.get(address(call, "ranking")))
    assert ("45 pages" in waiting, "45 pages" in made) == (False, True)
    assert Event.select().count() == events


def test_who_decides_an_award_reads_of_a_red_flag_and_is_refused_in_words(client):
    call = make.recommended_call(4)
    make.reviewed(call)
    red_flag(call)
    at = f"/calls/{call.slug}/award"
    make.sign_in(client, make.person(Role.HEAD_OF_OFFICE))
    assert "The award cannot be approved now" in text(client.get(at))
    answer = client.post(f"{at}/approve")
    assert (answer.status_code, "A red flag stands against" in text(answer)) == (422, True)
    make.sign_in(client, make.person(Role.AUDITOR))
    assert "A red flag" not in text(client.get(at))
