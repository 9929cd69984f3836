"""The page of a person's own key."""

import pytest

from portal.domain.lifecycle import CallState
from portal.models import Event, PersonKey
from portal.services import accounts, person_keys
from portal.services.person_keys import Wish
from tests import factories
from tests.conftest import made_again
from tests.factories import NOON, PASSWORD, sign_in
from tests.services.test_person_keys import copy, share

PHRASE = "olive trees by the sea"
TYPED = {"passphrase": PHRASE, "again": PHRASE, "password": PASSWORD}


@pytest.fixture
def person(client):
    """Somebody who is signed in."""
    made = factories.person()
    sign_in(client, made)
    return made


def make(person):
    return person_keys.make(accounts.actor_of(person), Wish(PHRASE, PASSWORD), NOON)


def test_the_page_says_what_the_key_is_for_and_that_nobody_can_recover_it(client, person):
    assert "Your key" in client.get("/account").text
    text = client.get("/account/key").text
    assert "With your key you read what is sealed to you" in text
    assert "nobody can recover a forgotten passphrase" in text
    assert "At least 12 characters" in text


def test_a_key_is_made_and_shown_by_its_fingerprint(client, person):
    answer = client.post("/account/key", data=TYPED, follow_redirects=True)
    assert answer.request.path == "/account/key"
    assert "Your key is made" in answer.text
    assert person_keys.fingerprint(PersonKey.get()) in answer.text
    assert PHRASE not in answer.text
    again = client.post("/account/key", data=TYPED)
    assert again.status_code == 422
    assert "You have a key already" in again.text
    assert PersonKey.select().count() == 1


def test_who_was_led_here_goes_back_where_they_came_from(client, person):
    answer = client.post("/account/key?next=/proposals", data=TYPED)
    assert answer.location == "/proposals"
    key = PersonKey.get()
    typed = {**TYPED, "old": str(key.id), "understood": "y"}
    away = client.post("/account/key/replace?next=//evil.example", data=typed)
    assert away.location == "/account/key"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"again": "another one entirely"}, "The two passphrases differ"),
        ({"password": "not my password"}, "This is not your present password"),
        ({"passphrase": "short", "again": "short"}, "a passphrase of at least 12 characters"),
        ({"passphrase": PASSWORD, "again": PASSWORD}, "not the password of your account"),
        ({"passphrase": ""}, "Fill this in"),
        ({"passphrase": "x" * 201, "again": "x" * 201}, "longer than 200"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_makes_no_key(client, person, change, message):
    answer = client.post("/account/key", data={**TYPED, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert not PersonKey.select().exists()
    assert not Event.select().where(Event.name == "person.key_made").exists()


def test_replacing_warns_of_what_is_lost_and_wants_it_understood(client, person):
    key = make(person)
    call = factories.call(CallState.PUBLISHED, title="Shelter in Oujda")
    share(call, person, key)
    copy(factories.partner("Association Nour"), key)
    text = client.get("/account/key/replace").text
    assert "Shelter in Oujda" in text
    assert "can then no longer be opened" in text
    assert "Your copy of the key of Association Nour." in text
    assert "It is the last one" in text
    answer = client.post("/account/key/replace", data={**TYPED, "old": str(key.id)})
    assert answer.status_code == 422
    assert "Confirm this." in answer.text
    assert person_keys.of(person.id) == key


def test_a_key_is_replaced_once(client, person):
    key = make(person)
    typed = {**TYPED, "old": str(key.id), "understood": "y"}
    assert "Nothing: no share" in client.get("/account/key/replace").text
    answer = client.post("/account/key/replace", data=typed, follow_redirects=True)
    assert "Your key is replaced" in answer.text
    assert person_keys.fingerprint(key) not in answer.text
    again = client.post("/account/key/replace", data=typed)
    assert again.status_code == 422
    assert "replaced meanwhile" in again.text
    broken = client.post("/account/key/replace", data={**typed, "old": "nonsense"})
    assert "replaced meanwhile" in broken.text
    assert PersonKey.select().count() == 2


def test_who_has_no_key_cannot_replace_it(client, person):
    answer = client.get("/account/key/replace")
    assert answer.status_code == 422
    assert "You have no key yet" in answer.text


def test_refused_tries_are_bounded_for_the_person_on_every_such_page(app):
    fresh = made_again(
        app, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per 15 minutes"
    )
    person = factories.person()
    key = make(person)
    client = fresh.test_client()
    sign_in(client, person)
    wrong = {**TYPED, "password": "not my password", "old": str(key.id), "understood": "y"}
    addresses = ("/account/key", "/account/key/replace", "/account/key")
    assert [client.post(each, data=wrong).status_code for each in addresses] == [422, 422, 429]
    assert client.get("/account/key").status_code == 200
