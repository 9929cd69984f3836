"""Pages to register, confirm, sign in and out, and to look after an account."""

import re
from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.models import DeliveredMail, Partner, Person, SignIn
from tests import factories
from tests.conftest import made_again
from tests.factories import PASSWORD

NEW = "four olive trees by the sea"
WISH = {
    "organisation": "Association Test",
    "country": "MA",
    "registration": "RBT-1",
    "name": "Salma Bennis",
    "email": "salma@nour.example",
    "password": NEW,
    "language": "en",
}


def deliver(app):
    app.extensions["jobs"].deliver.call_local()
    return DeliveredMail.select().order_by(DeliveredMail.sent_at.desc()).first()


def link_in(mail, word):
    return re.search(rf"http://127\.0\.0\.1:5000(/{word}/\S+)", mail.body)[1]


def sign_in(client, email, password=PASSWORD, **options):
    return client.post("/sign-in", data={"email": email, "password": password}, **options)


def test_a_partner_registers_confirms_and_lands_on_its_profile(app, client):
    sent = client.post("/register", data=WISH, follow_redirects=True)
    assert "Look at your mail" in sent.text
    path = link_in(deliver(app), "confirm")
    assert "Confirm and sign in" in client.get(path).text
    assert Person.get().confirmed_at is None
    landed = client.post(path, follow_redirects=True)
    assert landed.request.path == f"/partners/{Partner.get().id}"
    assert "The profile is not complete yet" in landed.text


def test_a_used_link_says_so_and_offers_a_new_mail(app, client):
    client.post("/register", data=WISH)
    path = link_in(deliver(app), "confirm")
    client.post(path)
    client.post("/sign-out")
    again = client.post(path)
    assert again.status_code == 422
    assert "used already or is too old" in again.text
    assert "Ask for a new mail" in again.text
    assert "used already or is too old" in client.get("/confirm/nonsense").text


def test_a_known_and_a_new_address_get_the_same_answer(app, client):
    factories.person(email="known@nour.example")
    new = client.post("/register", data=WISH)
    known = client.post("/register", data={**WISH, "email": "known@nour.example"})
    assert (new.status_code, new.location) == (known.status_code, known.location)
    assert Partner.select().count() == 1
    assert deliver(app).subject in {"You have an account already", "Confirm your address"}


@pytest.mark.parametrize("page", ["/forgot", "/confirm"])
def test_asking_for_a_mail_tells_nobody_who_has_an_account(client, page):
    person = factories.person()
    known = client.post(page, data={"email": person.email})
    unknown = client.post(page, data={"email": "nobody@nour.example"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)


def test_what_was_typed_stays_when_something_is_to_be_corrected(client):
    answer = client.post("/register", data={**WISH, "email": "salma", "password": "short"})
    assert answer.status_code == 422
    assert 'value="Association Test"' in answer.text
    assert "Enter an address like name@example.org." in answer.text
    assert NEW not in answer.text
    assert Partner.select().count() == 0


def test_a_weak_password_is_refused_at_its_field(client):
    answer = client.post("/register", data={**WISH, "password": "short"})
    assert answer.status_code == 422
    assert "Choose a password of at least 12 characters." in answer.text
    assert 'value="salma@nour.example"' in answer.text


def test_an_invented_country_is_refused(client):
    assert client.post("/register", data={**WISH, "country": "ZZ"}).status_code == 422


def test_countries_are_named_in_the_language_of_the_page(client):
    assert ">Morocco</option>" in client.get("/register").text
    french = client.get("/register", headers={"Accept-Language": "fr"}).text
    assert ">Maroc</option>" in french
    assert french.index(">Égypte<") < french.index(">Maroc<")
    assert "Eurozone" not in client.get("/register").text


def test_signing_in_leads_to_my_work_or_where_one_wanted_to_go(client):
    person = factories.person(Role.PROGRAMME_OFFICER)
    assert sign_in(client, person.email).location == "/work"
    client.post("/sign-out")
    wanted = client.get("/account")
    assert wanted.location == "/sign-in?next=/account"
    answer = client.post(wanted.location, data={"email": person.email, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/account")


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "work",
    ],
)
def test_signing_in_leads_nowhere_else(client, next_):
    person = factories.person()
    form = {"email": person.email, "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": next_}, data=form)
    assert (answer.status_code, answer.location) == (303, "/work")


def test_wrong_password_unknown_and_unconfirmed_get_the_same_answer(client):
    person, unconfirmed = factories.person(), factories.person()
    Person.update(confirmed_at=None).where(Person.id == unconfirmed.id).execute()
    answers = [
        sign_in(client, person.email, "wrong"),
        sign_in(client, "nobody@nour.example"),
        sign_in(client, unconfirmed.email),
    ]
    texts = {re.sub(r'value="[^"]{20,}"|value="[^"]*@[^"]*"', "", a.text) for a in answers}
    assert {answer.status_code for answer in answers} == {422}
    assert len(texts) == 1
    assert "the address is not confirmed yet" in texts.pop()
    assert SignIn.select().count() == 0


def test_the_address_stays_and_the_password_does_not(client):
    answer = sign_in(client, "nobody@nour.example", "my secret words")
    assert 'value="nobody@nour.example"' in answer.text
    assert "my secret words" not in answer.text


def test_a_link_can_fill_in_the_address(client):
    assert 'value="a@b.example"' in client.get("/sign-in?email=a@b.example").text


def test_who_is_signed_in_is_led_on(client):
    factories.sign_in(client, factories.person())
    assert client.get("/sign-in?next=/account").location == "/account"


def test_a_session_from_before_signing_in_is_not_kept(client):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(client, factories.person().email)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_revokes_the_sign_in(client):
    sign_in(client, factories.person().email)
    kept = client.get_cookie("session").value
    client.post("/sign-out")
    client.set_cookie("session", kept)
    assert client.get("/account").location.startswith("/sign-in")


def test_a_link_cannot_sign_anybody_out(client):
    factories.sign_in(client, factories.person())
    assert client.get("/sign-out").status_code == 405
    assert client.get("/account").status_code == 200


def test_signing_out_everywhere_ends_the_other_browsers_too(app, client):
    person, other = factories.person(), app.test_client()
    factories.sign_in(client, person)
    factories.sign_in(other, person)
    done = client.post("/account/sign-out-everywhere", follow_redirects=True)
    assert "You are signed out on every browser." in done.text
    assert other.get("/account").status_code == 302


def test_a_disabled_person_is_signed_out(client):
    person = factories.person()
    factories.sign_in(client, person)
    Person.update(disabled_at=datetime.now(UTC)).execute()
    assert client.get("/account").status_code == 302
    assert sign_in(client, person.email).status_code == 422


def test_the_account_shows_who_one_is(client):
    person = factories.person(Role.FINANCE_OFFICER, name="Sokha Chea")
    text = factories.sign_in(client, person).get("/account").text
    for shown in ("Sokha Chea", person.email, "Finance officer", "English", "this browser"):
        assert shown in text


def test_a_person_changes_the_password(client):
    person = factories.person()
    factories.sign_in(client, person)
    done = client.post(
        "/account/password", data={"present": PASSWORD, "new": NEW}, follow_redirects=True
    )
    assert "The new password is set." in done.text
    client.post("/sign-out")
    assert sign_in(client, person.email).status_code == 422
    assert sign_in(client, person.email, NEW).status_code == 303


def test_a_wrong_present_password_changes_nothing(client):
    person = factories.person()
    factories.sign_in(client, person)
    answer = client.post("/account/password", data={"present": "wrong", "new": NEW})
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text
    assert sign_in(client, person.email, NEW).location == "/work"
    client.post("/sign-out")
    assert sign_in(client, person.email).status_code == 303


def test_a_forgotten_password_is_set_by_mail(app, client):
    person = factories.person()
    client.post("/forgot", data={"email": person.email})
    path = link_in(deliver(app), "reset")
    assert client.post(path, data={"password": "short"}).status_code == 422
    done = client.post(path, data={"password": NEW}, follow_redirects=True)
    assert "The new password is set. Sign in with it." in done.text
    assert sign_in(client, person.email, NEW).status_code == 303
    assert deliver(app).subject == "Your password was changed"
    assert "Ask for a new link" in client.get(path).text


def test_links_in_mails_come_from_the_settings_not_from_the_request(app, client):
    person = factories.person()
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    client.post("/forgot", data={"email": person.email}, headers=forged)
    assert "evil" not in deliver(app).body


def test_a_mail_is_written_in_the_language_of_the_person(app, client):
    client.post("/register", data={**WISH, "language": "fr"})
    deliver(app)
    assert Person.get().language == Partner.get().language == "fr"


def test_failing_too_often_is_stopped_for_a_while(app):
    person = factories.person()
    client = made_again(
        app, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per 15 minutes"
    ).test_client()
    assert [sign_in(client, person.email, "wrong").status_code for _ in range(2)] == [422, 422]
    stopped = sign_in(client, person.email)
    assert stopped.status_code == 429
    assert "Wait a quarter of an hour" in stopped.text
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
    assert sign_in(client, person.email, **elsewhere).status_code == 429
    other = factories.person()
    assert sign_in(client, other.email, **elsewhere).status_code == 303


def test_signing_in_rightly_is_never_counted(app):
    client = made_again(
        app, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per 15 minutes"
    ).test_client()
    for _ in range(4):
        assert sign_in(client, factories.person().email).status_code == 303
        client.post("/sign-out")


def test_mails_to_one_address_are_bounded(app):
    client = made_again(
        app, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per 15 minutes"
    ).test_client()
    codes = [client.post("/forgot", data={"email": "a@b.example"}) for _ in range(3)]
    assert [answer.status_code for answer in codes] == [303, 303, 429]


@pytest.mark.parametrize("page", ["/sign-in", "/register", "/forgot", "/sign-out"])
def test_a_form_from_another_site_is_refused(app, page):
    client = made_again(app, WTF_CSRF_ENABLED=True).test_client()
    answer = client.post(page, data={"email": "a@b.example", "password": PASSWORD})
    assert answer.status_code == 400
    assert "This form was open for too long." in answer.text


def test_the_language_of_a_person_is_not_changed_from_another_site(app):
    guarded = made_again(app, WTF_CSRF_ENABLED=True)
    person = factories.person()
    client = factories.sign_in(guarded.test_client(), person)
    answer = client.post("/language", data={"language": "fr"})
    assert answer.status_code == 400
    assert Person.get_by_id(person.id).language == "en"


def test_the_cookie_of_the_session_is_closed_to_scripts_and_other_sites(app):
    client = made_again(
        app, DEVELOPMENT=False, WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=True
    ).test_client()
    answer = sign_in(client, factories.person().email, base_url="https://portal.example")
    cookie = answer.headers["Set-Cookie"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert flag in cookie


def test_a_person_takes_their_own_data_as_a_file(client):
    person = factories.person(Role.AUDITOR, name="Ada Berger")
    factories.sign_in(client, person)
    page = client.get("/account/data")
    assert page.status_code == 200
    assert "Nothing yet." in page.text
    answer = client.post("/account/data.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["account"]["name"] == "Ada Berger"
    assert "Own data taken as a file" in client.get("/account/data").text


@pytest.mark.parametrize("page", ["/sign-in", "/register", "/help", "/nowhere", "/healthz"])
def test_every_answer_has_the_strict_headers(app, page):
    headers = made_again(app, DEVELOPMENT=False).test_client().get(page).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "max-age" in headers["Strict-Transport-Security"]
