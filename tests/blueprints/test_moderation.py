"""The pages of the moderation: who is asked, what is kept when refused, who reads what."""

import pytest

from portal.domain.actions import Role
from portal.models import Moderation, Seat
from portal.services import moderation, opening, scoring
from tests import factories as make

REASON = "All members read the annex again and agree that the roster covers the nights."


@pytest.fixture
def call(app):
    """A revealed call whose three members give 5, 4 and 2 to its only proposal."""
    made = make.scoring_call(1)
    for card, value in zip(scoring.counted(made), (5, 4, 2), strict=True):
        make.lock_card(card, value)
    return make.revealed(made)


def chair(client, call):
    return make.sign_in(client, call.seats.where(Seat.chair).first().person)


def read(answer):
    return answer.get_data(as_text=True)


def item(call, position=1):
    return f"/proposals/{opening.opened(call)[0].id}/moderation/{position}"


def test_the_ranking_says_that_the_recommendation_waits(client, call):
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = read(client.get(f"/calls/{call.slug}/ranking"))
    assert "2 differences between the members are open" in page
    assert f"/calls/{call.slug}/moderation" in page


def test_the_chair_goes_from_the_list_to_an_agreed_score(client, call):
    page = read(chair(client, call).get(f"/calls/{call.slug}/moderation"))
    assert item(call) in page
    assert "60 %" in page
    assert "believable in each of its parts" in read(client.get(item(call)))
    sent = {"version": "0", "decision": "agree", "value": "5", "reason": REASON}
    assert client.post(item(call), data=sent).status_code == 303
    page = read(client.get(f"/calls/{call.slug}/moderation"))
    assert "Agreed: 5 of 5" in page
    assert "1 of 2" in page


def test_what_was_typed_is_kept_when_it_is_refused(client, call):
    chair(client, call)
    sent = {"version": "0", "decision": "agree", "value": "9", "reason": REASON}
    answer = client.post(item(call), data=sent)
    assert answer.status_code == 422
    assert "a whole number from 0 to 5" in read(answer)
    assert REASON in read(answer)
    sent |= {"value": ""}
    assert "Write the score on which" in read(client.post(item(call), data=sent))
    assert Moderation.select().count() == 0


def test_a_second_version_is_shown_beside_the_first(client, call):
    chair(client, call)
    sent = {"version": "0", "decision": "agree", "value": "5", "reason": REASON}
    client.post(item(call), data=sent)
    answer = client.post(item(call), data={**sent, "reason": f"{REASON} Twice."})
    assert answer.status_code == 409
    assert "Saved meanwhile by somebody else" in read(answer)
    assert f"{REASON} Twice." in read(answer)


def test_a_member_keeps_a_dissent_and_everybody_in_the_room_reads_it(client, call):
    chair(client, call)
    client.post(item(call), data={"version": "0", "decision": "leave", "reason": REASON})
    member = call.seats.where(~Seat.chair).first().person
    make.sign_in(client, member)
    short = client.post(f"{item(call)}/dissent", data={"text": "No."})
    assert short.status_code == 422
    assert "at least 5 words" in read(short)
    text = "I still find no proof of it."
    assert client.post(f"{item(call)}/dissent", data={"text": text}).status_code == 303
    chair(client, call)
    page = read(client.get(item(call)))
    assert f"Dissent of {member.name}" in page
    assert text in page


def test_a_criterion_that_is_not_listed_has_no_page(client, call):
    assert chair(client, call).get(item(call, 9)).status_code == 404


def test_a_refused_dissent_keeps_what_was_agreed(client, call):
    chair(client, call)
    client.post(item(call), data={"version": "0", "decision": "leave", "reason": REASON})
    client.post(f"{item(call)}/dissent", data={"text": ""})
    assert moderation.open_count(call) == 1
