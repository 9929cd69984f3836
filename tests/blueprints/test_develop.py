"""Pages of development mode: the kept mails, the clock and the sample accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.blueprints.develop.views import linked, read_moment
from portal.domain.actions import Role
from portal.domain.errors import NotAllowed
from portal.domain.lifecycle import CallState
from portal.domain.policy import VISITOR
from portal.models import ClockShift, DeliveredMail
from portal.services import clock, develop
from tests import factories
from tests.conftest import made_again

PAGES = (("get", "/development/"), ("post", "/development/clock"))


@pytest.fixture
def production(app):
    return made_again(app, DEVELOPMENT=False, WTF_CSRF_ENABLED=False).test_client()


def mail(body="Hello", **facts):
    given = {"to": "a@b.example", "subject": "Subject", "sent_at": factories.NOON}
    return DeliveredMail.create(body=body, **{**given, **facts})


@pytest.mark.parametrize(("method", "page"), PAGES)
def test_production_has_none_of_these_pages(production, method, page):
    assert getattr(production, method)(page).location.startswith("/sign-in")
    factories.sign_in(production, factories.person(Role.ADMINISTRATOR))
    assert getattr(production, method)(page, data={"to": "2030-01-01"}).status_code == 403
    assert ClockShift.select().count() == 0


def test_a_kept_mail_cannot_be_read_in_production(production):
    factories.sign_in(production, factories.person(Role.ADMINISTRATOR))
    assert production.get(f"/development/mail/{mail().id}").status_code == 403


def test_production_does_not_speak_of_them(production):
    assert "/development/" not in production.get("/help").text


def test_mails_are_listed_newest_first_and_can_be_read(client):
    older = mail("Old", subject="Older")
    mail("New", subject="Newer", sent_at=factories.NOON + timedelta(hours=1))
    text = client.get("/development/").text
    assert text.index("Newer") < text.index("Older")
    assert "Old" in client.get(f"/development/mail/{older.id}").text


def test_links_of_a_mail_lead_into_this_portal_and_nowhere_else(client):
    kept = mail("Go http://127.0.0.1:5000/confirm/abc or https://evil.example/x <b>")
    text = client.get(f"/development/mail/{kept.id}").text
    assert '<a href="/confirm/abc">http://127.0.0.1:5000/confirm/abc</a>' in text
    assert 'href="https://evil' not in text
    assert "&lt;b&gt;" in text


def test_only_addresses_of_the_portal_become_links():
    parts = linked("a http://p.example/x b http://p.example.evil/y", "http://p.example")
    assert [path for _, path in parts if path] == ["/x"]


def test_the_clock_goes_just_after_the_next_deadline(client):
    call = factories.call(CallState.PUBLISHED)
    text = client.get("/development/").text
    assert call.reference in text
    assert "Deadline of the call" in text
    after = call.deadline + timedelta(seconds=1)
    assert client.post("/development/clock", data={"to": after.isoformat()}).status_code == 303
    assert abs(clock.now() - after) < timedelta(seconds=5)
    assert "Opening of the proposals" in client.get("/development/").text


def test_the_clock_goes_back_to_the_real_time(client):
    client.post("/development/clock", data={"to": "2030-01-01T12:00"})
    assert clock.now().year == 2030
    client.post("/development/clock", data={"to": "real"})
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("typed", ["", "tomorrow", "1999-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_that_is_none_is_refused_and_kept(client, typed):
    answer = client.post("/development/clock", data={"to": typed})
    assert answer.status_code == 422
    assert "Enter a date and time such as" in answer.text
    assert f'value="{typed}"' in answer.text
    assert clock.shift() == 0


def test_moving_the_clock_signs_nobody_out(client):
    factories.sign_in(client, factories.person())
    client.post("/development/clock", data={"to": "2090-01-01T12:00"})
    assert client.get("/account").status_code == 200


def test_a_typed_moment_is_in_utc_unless_it_says_otherwise():
    assert read_moment("2030-01-01T12:00") == datetime(2030, 1, 1, 12, tzinfo=UTC)
    assert read_moment("2030-01-01T12:00+01:00") == datetime(2030, 1, 1, 11, tzinfo=UTC)


@pytest.mark.usefixtures("app")
def test_only_development_mode_moves_the_clock():
    with pytest.raises(NotAllowed):
        develop.move_clock(datetime(2030, 1, 1, tzinfo=UTC), VISITOR)


def test_sample_accounts_lead_to_sign_in_with_their_address(client):
    assert "The sample programme is not loaded." in client.get("/development/").text
    factories.person(Role.PROGRAMME_OFFICER, email="amina.tazi@example.org", name="Amina Tazi")
    text = client.get("/development/").text
    assert 'href="/sign-in?email=amina.tazi@example.org"' in text
    assert "Programme officer" in text
