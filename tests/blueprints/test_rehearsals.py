"""The page on which the holders of a call's key rehearse its opening."""

from html import unescape

import pytest

from portal.models import Person, Rehearsal
from tests import factories as make
from tests import openings
from tests.factories import PASSPHRASE, PASSWORD, sign_in


@pytest.fixture
def call(app):
    return openings.sealed_call()


@pytest.fixture
def clients(app, call):
    _key, holders = openings.key_of(call)
    return [sign_in(app.test_client(), Person.get_by_id(each.person_id)) for each in holders]


def at(call, rest=""):
    return f"/calls/{call.slug}/rehearsal{rest}"


def read(answer):
    return unescape(answer.text)


def test_from_the_first_button_to_the_signed_record_and_away(call, clients):
    first, second = clients
    assert "Rehearse the opening" in read(first.get(f"/calls/{call.slug}/key"))
    assert "Begin the rehearsal" in read(first.get(at(call)))
    assert first.post(at(call, "/start")).location == at(call)
    first.post(at(call, "/share"), data={"passphrase": PASSPHRASE})
    assert "1 more share is needed" in read(second.get(at(call)))
    second.post(at(call, "/share"), data={"passphrase": PASSPHRASE})
    page = read(first.get(at(call)))
    assert "This is a rehearsal." in page
    assert "A damaged envelope is named and keeps no other shut." in page
    who = Rehearsal.get().shares.first().holder
    sent = {"name": who.name, "password": PASSWORD}
    assert first.post(at(call, "/sign"), data=sent).status_code == 303
    first.post(at(call, "/end"))
    assert not Rehearsal.select().exists()


def test_a_wrong_passphrase_is_told_on_the_page_and_never_shown(call, clients):
    clients[0].post(at(call, "/start"))
    refused = clients[0].post(at(call, "/share"), data={"passphrase": "not this one"})
    assert refused.status_code == 422
    assert "This passphrase does not open your key." in read(refused)
    assert "not this one" not in refused.text


def test_partners_find_no_such_page(app, call):
    who = make.person(make.Role.PARTNER_OWNER, partner=make.partner())
    assert sign_in(app.test_client(), who).get(at(call)).status_code in {403, 404}
