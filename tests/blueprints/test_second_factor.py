"""Pages of the second factor: set up, asked for when signing in, demanded of a role."""

import re
from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.models import DeliveredMail, RecoveryCode
from portal.services import accounts
from tests import factories
from tests.authenticator import code, secured, wrong
from tests.conftest import made_again
from tests.factories import PASSWORD, sign_in


@pytest.fixture
def person():
    return factories.person(Role.FINANCE_OFFICER)


def typed(person):
    return {"email": person.email, "password": PASSWORD}


def now():
    return datetime.now(UTC)


def secret_in(text):
    return re.search(r'class="recovery"><code>([A-Z2-7 ]+)<', text)[1].replace(" ", "")


def test_a_person_sets_it_up_and_sees_the_recovery_codes_once(app, client, person):
    sign_in(client, person)
    assert "Second factor" in client.get("/account").text
    page = client.post(
        "/account/second-factor", data={"password": PASSWORD}, follow_redirects=True
    )
    assert page.request.path == "/account/second-factor/set-up"
    assert "<svg" in page.text
    secret = secret_in(page.text)
    done = client.post(page.request.path, data={"code": code(secret, now())})
    assert (done.status_code, done.text.count("<li><code>")) == (200, 10)
    assert "Recovery codes left" in client.get("/account/second-factor").text
    assert "<li><code>" not in client.get(page.request.path, follow_redirects=True).text
    app.extensions["jobs"].deliver.call_local()
    assert DeliveredMail.get().subject == "Your second factor is set up"


def test_a_wrong_code_is_told_and_the_same_secret_stays(client, person):
    sign_in(client, person)
    address = "/account/second-factor/set-up"
    client.post("/account/second-factor", data={"password": PASSWORD})
    secret = secret_in(client.get(address).text)
    answer = client.post(address, data={"code": wrong(secret, now())})
    assert answer.status_code == 422
    assert "This code does not fit." in answer.text
    assert secret_in(answer.text) == secret


def test_signing_in_asks_for_the_code_and_leads_on(client, person):
    secret, _codes = secured(person, now())
    asked = client.post("/sign-in?next=/account", data=typed(person))
    assert asked.location == "/sign-in/code?next=/account"
    assert "Type one of your recovery codes" not in client.get("/sign-in").text
    assert client.get("/account").location.startswith("/sign-in")
    done = client.post(asked.location, data={"code": code(secret, now())})
    assert (done.status_code, done.location) == (303, "/account")
    assert client.get("/account").status_code == 200


def test_a_recovery_code_lets_one_in(client, person):
    _secret, codes = secured(person, now())
    client.post("/sign-in", data=typed(person))
    done = client.post("/sign-in/code", data={"code": codes[3]})
    assert (done.status_code, done.location) == (303, "/work")


def test_the_code_page_alone_says_to_sign_in_again(client):
    assert "Sign in again" in client.get("/sign-in/code").text
    answer = client.post("/sign-in/code", data={"code": "123456"})
    assert answer.status_code == 422
    assert "Sign in again" in answer.text


def test_the_code_page_leads_to_pages_of_the_portal_only(client, person):
    _secret, codes = secured(person, now())
    client.post("/sign-in", data=typed(person))
    done = client.post("/sign-in/code?next=//evil.example/", data={"code": codes[0]})
    assert done.location == "/work"


def test_wrong_codes_are_limited_for_a_person_over_all_their_tries(app, person):
    secret, codes = secured(person, now())
    client = made_again(
        app, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per 15 minutes"
    ).test_client()
    seen = []
    for number in range(3):
        client.post("/sign-in", data=typed(person))
        here = {"environ_overrides": {"REMOTE_ADDR": f"203.0.113.{number}"}}
        bad = {"code": wrong(secret, now())}
        seen.append(client.post("/sign-in/code", data=bad, **here).status_code)
    assert seen == [422, 422, 429]
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.99"}}
    assert client.post("/sign-in/code", data={"code": codes[0]}, **elsewhere).status_code == 429


def test_new_codes_and_taking_off_ask_for_password_and_code(client, person):
    _secret, codes = secured(person, now())
    sign_in_whole(client, person, codes[0])
    for page in ("codes", "remove"):
        answer = client.post(
            f"/account/second-factor/{page}", data={"password": PASSWORD, "code": "000"}
        )
        assert answer.status_code == 422
        assert "This code does not fit." in answer.text
    made = client.post(
        "/account/second-factor/codes", data={"password": PASSWORD, "code": codes[1]}
    )
    fresh = re.findall(r"<li><code>([a-z2-7 ]+)<", made.text)
    assert len(fresh) == RecoveryCode.select().count() == 10
    done = client.post(
        "/account/second-factor/remove",
        data={"password": PASSWORD, "code": fresh[0]},
        follow_redirects=True,
    )
    assert "The second factor is taken off." in done.text
    assert not accounts.has_second_factor(person.id)


def sign_in_whole(client, person, recovery):
    client.post("/sign-in", data=typed(person))
    client.post("/sign-in/code", data={"code": recovery})


def test_a_role_that_demands_it_leads_nowhere_else_until_it_is_set_up(app, person):
    client = made_again(
        app, WTF_CSRF_ENABLED=False, SECOND_FACTOR_ROLES=frozenset({Role.FINANCE_OFFICER})
    ).test_client()
    client.post("/sign-in", data=typed(person))
    for page in ("/work", "/account", "/contracts/"):
        assert client.get(page).location == "/account/second-factor"
    assert client.post("/account/sign-out-everywhere").location == "/account/second-factor"
    shown = client.get("/account/second-factor").text
    assert "Your role demands a second factor" in shown
    client.post("/account/second-factor", data={"password": PASSWORD})
    secret = secret_in(client.get("/account/second-factor/set-up").text)
    client.post("/account/second-factor/set-up", data={"code": code(secret, now())})
    assert client.get("/work").status_code == 200


def test_other_roles_are_asked_for_nothing(app):
    client = made_again(
        app, WTF_CSRF_ENABLED=False, SECOND_FACTOR_ROLES=frozenset({Role.ADMINISTRATOR})
    ).test_client()
    sign_in(client, factories.person(Role.FINANCE_OFFICER))
    assert client.get("/account").status_code == 200


def test_who_waits_for_the_page_of_it_can_sign_out(app, person):
    client = made_again(
        app, WTF_CSRF_ENABLED=False, SECOND_FACTOR_ROLES=frozenset({Role.FINANCE_OFFICER})
    ).test_client()
    sign_in(client, person)
    client.post("/sign-out")
    assert client.get("/account").location.startswith("/sign-in")
