"""Letters of appointment to the seats of a committee, kept as files."""

from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.models import AppointmentLetter, Event
from tests import factories as make
from tests import papers
from tests.factories import sign_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def seat():
    return make.closed_call(1).seats.first()


def letter(content=None, title="Letter of the ministry"):
    file = (BytesIO(content or papers.pdf()), "letter.pdf")
    return {"file": file, "title": title}


def test_the_letter_of_a_seat_is_kept_and_given_to_the_committee(app, seat):
    page = f"/seats/{seat.id}/appointment"
    buyer = sign_in(app.test_client(), make.person(Role.PROCUREMENT_OFFICER))
    shown = f"/calls/{seat.call.slug}/committee"
    assert page in buyer.get(shown).get_data(as_text=True)
    assert buyer.post(page, data=letter()).status_code == 303
    assert buyer.post(page, data=letter(title="Second letter")).status_code == 303
    assert AppointmentLetter.select().count() == 2
    assert Event.select().where(Event.name == "call.appointment_kept").count() == 2
    member = sign_in(app.test_client(), seat.person)
    text = member.get(shown).get_data(as_text=True)
    assert "Second letter" in text
    assert "Letter of the ministry" not in text
    last = AppointmentLetter.get(AppointmentLetter.title == "Second letter")
    given = member.get(f"/calls/{seat.call.slug}/committee/letters/{last.id}")
    assert given.mimetype == "application/pdf"
    assert "attachment" in given.headers["Content-Disposition"]


def test_a_file_that_is_none_is_told_and_its_title_kept(app, seat):
    buyer = sign_in(app.test_client(), make.person(Role.PROCUREMENT_OFFICER))
    refused = buyer.post(f"/seats/{seat.id}/appointment", data=letter(b"MZ nothing"))
    assert refused.status_code == 422
    assert 'value="Letter of the ministry"' in refused.get_data(as_text=True)
    assert not AppointmentLetter.select().exists()


def test_a_letter_is_not_found_in_another_call_and_closed_to_partners(app, seat):
    buyer = sign_in(app.test_client(), make.person(Role.PROCUREMENT_OFFICER))
    buyer.post(f"/seats/{seat.id}/appointment", data=letter())
    found, other = AppointmentLetter.get(), make.closed_call(1)
    assert buyer.get(f"/calls/{other.slug}/committee/letters/{found.id}").status_code == 404
    partner = sign_in(app.test_client(), make.person(Role.PARTNER_OWNER))
    here = f"/calls/{seat.call.slug}/committee/letters/{found.id}"
    assert partner.get(here).status_code == 403
    member = sign_in(app.test_client(), seat.person)
    assert member.get(f"/seats/{seat.id}/appointment").status_code == 403
