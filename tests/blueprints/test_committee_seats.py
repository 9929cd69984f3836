"""Pages of the committee: seats, replacement, declaration by lot, observers, the request."""

import pytest

from portal.domain.actions import Role, SeatKind
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_seats import ObjectionState
from portal.models import Call, ObjectionRequest, ObserverComment, Seat, SeatReplacement
from portal.services import scoring
from portal.services.steps import fresh
from tests import factories as make
from tests import seating


def enter(client, *roles):
    make.sign_in(client, make.person(*roles))
    return client


def read(answer):
    return answer.get_data(as_text=True)


def path(call, rest=""):
    return f"/calls/{call.slug}/{rest}"


def test_the_page_of_the_committee_tells_seats_declarations_and_quorum(client):
    call = seating.two_lots()
    member = seating.seats(call)[1]
    seating.alternate(member)
    make.declare(call, member.person, seating.of_lot(call, 2).partner)
    page = read(enter(client, Role.AUDITOR).get(path(call, "committee")))
    assert member.person.name in page
    assert "Takes no part in: 2" in page
    assert "the alternate steps in" in page
    assert "Declaration 1" in page
    assert "Replace<" not in page


def test_the_loss_of_the_quorum_stands_on_the_page(client):
    call = seating.two_lots(seats=3)
    make.conflicted(call, seating.seats(call)[0].person)
    page = read(enter(client, Role.PROCUREMENT_OFFICER).get(path(call, "committee")))
    assert "The quorum is lost" in page
    assert "Lots without enough members who can vote: 1, 2." in page


def test_a_partner_sees_nothing_of_the_committee(client):
    call = seating.two_lots()
    make.sign_in(client, make.team(seating.of_lot(call, 1).partner)[0])
    for rest in ("committee", "observations", "objection"):
        assert client.get(path(call, rest)).status_code == 403


def test_the_head_of_office_replaces_a_member_on_the_page(client):
    call = seating.two_lots()
    seat, person = seating.seats(call)[0], make.person(Role.COMMITTEE_MEMBER)
    enter(client, Role.HEAD_OF_OFFICE)
    assert person.name in read(client.get(f"/seats/{seat.id}/replace"))
    typed = {"person": str(person.id), "reason": "", "institution": "Town of Rabat"}
    answer = client.post(f"/seats/{seat.id}/replace", data=typed)
    assert answer.status_code == 422
    assert 'value="Town of Rabat"' in read(answer)
    assert SeatReplacement.select().count() == 0
    typed["reason"] = "Called to another duty station."
    assert client.post(f"/seats/{seat.id}/replace", data=typed).status_code == 303
    page = read(client.get(path(call, "committee")))
    assert f"{person.name} takes the seat of {seat.person.name}" in page
    assert "Called to another duty station." in page


def test_a_declaration_shows_each_partner_with_its_lots_and_who_leads_it(client):
    call = seating.two_lots()
    make.sign_in(client, seating.seats(call)[0].person)
    page = read(client.get(path(call, "declaration")))
    for number in (1, 2):
        assert seating.of_lot(call, number).partner.name in page
        assert f"Proposes for lot {number}." in page
    assert "Its leaders, and its other names: Salma Berrada, Youssef Amrani." in page
    answer = client.post(path(call, "declaration"), data={"partner_1": "none", "text": "Kept."})
    assert answer.status_code == 422
    assert "Say for" in read(answer)
    assert "Agree to the undertaking" in read(answer)
    assert "Kept." in read(answer)


def test_after_a_conflict_with_one_lot_every_page_shows_the_other_only(app, client):
    call = seating.two_lots()
    member = seating.seats(call)[1]
    first, second = seating.of_lot(call, 1), seating.of_lot(call, 2)
    make.declare(call, member.person, second.partner)
    make.sign_in(client, member.person)
    assert client.get(f"/proposals/{first.id}").status_code == 200
    assert client.get(f"/proposals/{second.id}").status_code == 403
    assert client.get(f"/proposals/{second.id}.pdf").status_code in {403, 404}
    seating.begun(call)
    page = read(client.get(path(call, "scoring")))
    assert first.number in page
    assert second.number not in page
    for card in scoring.counted(call):
        make.lock_card(card)
    make.revealed(call)
    page = read(client.get(path(call, "ranking")))
    assert first.partner.name in page
    assert second.partner.name not in page
    assert client.get(path(call, "ranking.pdf")).status_code == 403


def test_voided_scorecards_stand_with_their_reason(client):
    call = seating.begun(seating.two_lots())
    member = seating.seats(call)[1]
    for card in scoring.counted(call):
        make.lock_card(card)
    make.declare(call, member.person, seating.of_lot(call, 2).partner, text="A new job there.")
    before = read(enter(client, Role.PROCUREMENT_OFFICER).get(path(call, "committee")))
    assert "A new job there." not in before
    make.revealed(call)
    page = read(client.get(path(call, "committee")))
    assert "Scorecards that no longer count" in page
    assert "A new job there." in page
    assert "was locked" in page


def test_the_document_of_a_declaration_is_for_its_maker_and_the_office(app, client):
    call = seating.two_lots()
    first, second = seating.seats(call)[:2]
    said = make.declare(call, first.person)
    address = f"/declarations/{said.id}.pdf"
    make.sign_in(client, second.person)
    assert client.get(address).status_code == 403
    make.sign_in(client, first.person)
    assert client.get(address).status_code == 202
    enter(client, Role.AUDITOR)
    assert client.get(address).status_code == 202


def test_an_observer_adds_to_the_minutes_and_the_office_reads_it(client):
    call = seating.two_lots()
    person = make.person(Role.AUTHORITY_REPRESENTATIVE)
    Seat.create(call=call, person=person, kind=SeatKind.OBSERVER, government=True)
    make.sign_in(client, person)
    assert client.get(path(call, "observations")).status_code == 403
    make.declare(call, person)
    answer = client.post(path(call, "observations"), data={"text": " "})
    assert answer.status_code == 422
    sent = {"text": "The opening was regular."}
    assert client.post(path(call, "observations"), data=sent).status_code == 303
    assert ObserverComment.get().text == "The opening was regular."
    enter(client, Role.AUDITOR)
    assert "The opening was regular." in read(client.get(path(call, "observations")))
    assert client.post(path(call, "observations"), data=sent).status_code == 403


def test_the_government_agrees_on_its_page_and_the_award_goes_on(client):
    call, seat = seating.asked_call()
    make.sign_in(client, seat.person)
    page = read(client.get(path(call, "objection")))
    assert "Say if your authority objects" in page
    assert "We answer with care" not in page
    assert client.get(path(call, "ranking")).status_code == 200
    assert client.post(path(call, "objection"), data={"answer": "no"}).status_code == 303
    make.reviewed(call)
    enter(client, Role.HEAD_OF_OFFICE)
    assert f'action="{path(call, "award/approve")}"' in read(client.get(path(call, "award")))
    assert client.post(path(call, "award/approve")).status_code == 303
    assert Call.get_by_id(call.id).state is CallState.AWARDED


def test_the_government_objects_with_reasons_and_procurement_reads_them(client):
    call, seat = seating.asked_call()
    make.sign_in(client, seat.person)
    typed = {"answer": "yes", "reasons": " "}
    answer = client.post(path(call, "objection"), data=typed)
    assert answer.status_code == 422
    assert "Write why your authority objects." in read(answer)
    typed["reasons"] = "The partner has no licence for minors."
    assert client.post(path(call, "objection"), data=typed).status_code == 303
    assert ObjectionRequest.get().state is ObjectionState.OBJECTED
    page = read(enter(client, Role.PROCUREMENT_OFFICER).get(path(call, "award")))
    assert "The partner has no licence for minors." in page


def test_the_government_reads_and_answers_what_is_recommended_after_a_decline(client):
    call, seat, second = seating.declined_call()
    seating.recommend_next(call, second.id)
    make.sign_in(client, seat.person)
    page = read(client.get(path(call, "objection")))
    assert second.partner.name in page
    assert "Say if your authority objects" in page
    make.reviewed(call)
    enter(client, Role.HEAD_OF_OFFICE)
    assert "The award waits for the government" in read(client.get(path(call, "award")))
    make.sign_in(client, seat.person)
    assert client.post(path(call, "objection"), data={"answer": "no"}).status_code == 303
    enter(client, Role.HEAD_OF_OFFICE)
    assert "Approve the award" in read(client.get(path(call, "award")))


def test_the_award_page_says_until_when_it_waits(client):
    call, _seat = seating.asked_call()
    make.reviewed(call)
    page = read(enter(client, Role.HEAD_OF_OFFICE).get(path(call, "award")))
    assert "The holder of its seat is asked in the portal until" in page
    assert f'action="{path(call, "award/approve")}"' not in page


@pytest.mark.parametrize("who", ["observer", "no_objection"])
def test_a_seat_without_a_vote_gets_no_scorecard_page(client, who):
    call = seating.two_lots()
    kind = SeatKind(who)
    person = make.person(Role.AUTHORITY_REPRESENTATIVE)
    Seat.create(call=call, person=person, kind=kind, government=True)
    make.declare(call, person)
    call = seating.begun(call)
    make.sign_in(client, person)
    card = scoring.counted(call)[0]
    assert client.get(f"/scorecards/{card.id}").status_code == 403
    proposal = seating.of_lot(call, 1)
    expected = {"observer": 200, "no_objection": 403}[who]
    assert client.get(f"/proposals/{proposal.id}").status_code == expected
    assert fresh(call).state is CallState.SCORING
