"""The pages of the minutes: what the chair types stays, what members sign is shown."""

import pytest

from portal.domain.actions import Role
from portal.domain.call_rules_times import local_day
from portal.models import Minutes, MinutesSignature, Seat
from portal.services import declarations, minutes_signing, scoring
from tests import factories as make


def text(answer):
    return answer.get_data(as_text=True)


def address(call, rest="minutes"):
    return f"/calls/{call.slug}/{rest}"


def chair(client, call):
    return make.sign_in(client, call.seats.where(Seat.chair).first().person)


def typed(call, **changes):
    """What the form of the minutes sends."""
    table, seats = scoring.rankings(call)[0], declarations.seats(call)
    today = local_day(make.moment(), call.zone).isoformat()
    sent = {"held_on": today, "agenda": "Decision", "version": "1"}
    sent |= {"lot_1": str(table.rows[0].proposal.id), "reason_1": make.WHY}
    for seat in seats:
        key = seat.person_id.hex
        sent |= {f"present_{key}": "y", f"vote_1_{key}": "for"}
    return {**sent, **changes}


def test_the_chair_writes_and_all_sign_on_the_page(client):
    call = make.ranked_call(4)
    chair(client, call)
    assert "Save the minutes" in text(client.get(address(call)))
    assert client.post(address(call), data=typed(call)).status_code == 303
    assert "Give for signature" in text(client.get(address(call)))
    assert client.post(address(call, "minutes/offer")).status_code == 303
    for seat in declarations.seats(call):
        make.sign_in(client, seat.person)
        page = text(client.get(address(call, "minutes/sign")))
        assert make.WHY in page
        sent = {
            "name": seat.person.name,
            "password": make.PASSWORD,
            "fingerprint": minutes_signing.print_of(Minutes.get()),
        }
        assert client.post(address(call, "minutes/sign"), data=sent).status_code == 303
    assert "signed by all" in text(client.get(address(call)))


@pytest.mark.parametrize(
    ("signed", "leads_to"), [(False, "Go to the minutes"), (True, "Go to the recommendation")]
)
def test_until_the_minutes_are_signed_the_pages_lead_to_them_first(client, signed, leads_to):
    call = make.ranked_call(4)
    if signed:
        make.signed_minutes(call, {})
    chair(client, call)
    for page in (f"/calls/{call.slug}", address(call, "ranking")):
        told = text(client.get(page))
        assert leads_to in told
        assert ("Go to the minutes" in told) is not signed


def test_a_meeting_without_a_day_keeps_what_was_typed(client):
    call = make.ranked_call(4)
    chair(client, call)
    answer = client.post(address(call), data=typed(call, held_on="", place="By video"))
    assert answer.status_code == 422
    assert "By video" in text(answer)
    assert Minutes.select().count() == 0


def test_what_is_missing_is_told_before_the_signatures(client):
    call = make.ranked_call(4)
    chair(client, call)
    absent = f"present_{declarations.seats(call)[1].person_id.hex}"
    client.post(address(call), data={**typed(call), absent: ""})
    page = text(client.get(address(call)))
    assert "The quorum of this call is 3." in page
    assert client.post(address(call, "minutes/offer")).status_code == 422


def test_a_wrong_password_keeps_the_dissent(client):
    call = make.ranked_call(4)
    chair(client, call)
    client.post(address(call), data=typed(call))
    client.post(address(call, "minutes/offer"))
    sent = {"name": "x", "password": "y", "fingerprint": "z", "dissent": "Too dear."}
    answer = client.post(address(call, "minutes/sign"), data=sent)
    assert answer.status_code == 422
    assert "Too dear." in text(answer)
    assert MinutesSignature.select().count() == 0


def test_the_office_reads_and_does_not_write(client):
    call = make.ranked_call(4)
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "Save the minutes" not in text(client.get(address(call)))
    assert client.post(address(call), data=typed(call)).status_code == 403
    assert client.get(address(call, "minutes/sign")).status_code == 404
