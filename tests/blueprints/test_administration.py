"""Pages of an administrator: people, one person, and what is done to an account."""

import os
import re

import pytest

from portal.blueprints.administration.settings import shown
from portal.config import ROOT
from portal.domain.actions import Role
from portal.models import DeliveredMail, Grant, Person
from portal.services import accounts
from portal.wording import WORDS
from tests import factories
from tests.factories import sign_in

NEW = "four olive trees by the sea"
WHY = "Agreed with the head of office."


@pytest.fixture
def administrator(client):
    made = factories.person(Role.ADMINISTRATOR, name="Amal Naciri")
    sign_in(client, made)
    return made


def test_the_list_shows_who_there_is_and_keeps_what_was_asked(client, administrator):
    partner = factories.partner("Association Nour")
    factories.person(Role.PARTNER_EDITOR, partner=partner, name="Salma Bennis")
    text = client.get("/administration/people").text
    for told in ("Amal Naciri", "Salma Bennis", "Association Nour", "2 people", "Not set up"):
        assert told in text
    found = client.get("/administration/people?text=nour&role=nonsense&page=x").text
    assert "Salma Bennis" in found
    assert 'value="nour"' in found
    assert "1 person" in found
    assert "Nobody fits all of this." in client.get("/administration/people?text=qqq").text


def test_a_role_is_given_and_taken_on_the_page_of_a_person(app, client, administrator):
    person = factories.person(name="Sokha Chea")
    here = f"/administration/people/{person.id}"
    typed = {"role": "finance_officer", "until": "2050-06-30", "reason": WHY}
    done = client.post(f"{here}/roles/give", data=typed, follow_redirects=True)
    for told in ("Finance officer", "To the end of 30 June 2050", WHY, "Amal Naciri"):
        assert told in done.text
    app.extensions["jobs"].deliver.call_local()
    mail = DeliveredMail.get()
    assert mail.subject == "You have a new role"
    assert "Finance officer" in mail.body
    assert WHY in mail.body
    gone = {"role": "finance_officer", "reason": WHY}
    client.post(f"{here}/roles/take", data=gone)
    assert not Grant.select().where(Grant.person == person).exists()


def test_a_refused_role_keeps_what_was_typed(client, administrator):
    person = factories.person(Role.AUDITOR)
    here = f"/administration/people/{person.id}/roles/give"
    answer = client.post(here, data={"role": "auditor", "reason": WHY, "until": "2020-01-01"})
    assert answer.status_code == 422
    assert "Enter a last day that is not over yet." in answer.text
    assert WHY in answer.text
    assert 'value="2020-01-01"' in answer.text
    empty = client.post(here, data={"role": "", "reason": ""})
    assert empty.text.count("Fill this in.") >= 2


def test_an_account_is_closed_and_opened_with_a_reason(client, administrator):
    person = factories.person(name="Sokha Chea")
    here = f"/administration/people/{person.id}"
    assert client.post(f"{here}/close", data={"reason": " "}).status_code == 422
    closed = client.post(f"{here}/close", data={"reason": WHY}, follow_redirects=True)
    assert "Open the account again" in closed.text
    assert Person.get_by_id(person.id).disabled_at
    client.post(f"{here}/reopen", data={"reason": WHY})
    assert Person.get_by_id(person.id).disabled_at is None


def test_a_sign_in_is_ended(client, app, administrator):
    person, browser = factories.person(), app.test_client()
    sign_in(browser, person)
    here = f"/administration/people/{person.id}"
    row = re.search(r'name="sign_in"\s+value="([^"]+)"', client.get(here).text)[1]
    client.post(f"{here}/sign-out", data={"sign_in": row})
    assert browser.get("/account").status_code == 302
    assert client.post(f"{here}/sign-out", data={"sign_in": "nonsense"}).status_code == 404


def test_the_own_account_is_shown_but_not_changed(client, administrator):
    here = f"/administration/people/{administrator.id}"
    text = client.get(here).text
    assert "This is your own account" in text
    assert "Close the account" not in text
    assert client.post(f"{here}/close", data={"reason": WHY}).status_code == 403


def test_an_auditor_reads_and_changes_nothing(client):
    sign_in(client, factories.person(Role.AUDITOR))
    person = factories.person()
    here = f"/administration/people/{person.id}"
    assert "Close the account" not in client.get(here).text
    assert "Invite" not in client.get("/administration/people").text
    assert client.get(f"{here}/close").status_code == 403
    assert client.get("/administration/people/invite").status_code == 403


def test_somebody_of_the_office_is_invited_and_joins(app, client, administrator):
    typed = {"name": "Nadia", "email": "nadia@example.org", "language": "en"}
    bare = client.post("/administration/people/invite", data=typed)
    assert bare.status_code == 422
    assert "Choose at least one role." in bare.text
    assert 'value="nadia@example.org"' in bare.text
    typed["roles"] = ["legal_officer"]
    made = client.post("/administration/people/invite", data=typed, follow_redirects=True)
    assert "Has not joined yet" in made.text
    app.extensions["jobs"].deliver.call_local()
    path = re.search(r"(/join/\S+)", DeliveredMail.get().body)[1]
    newcomer = app.test_client()
    assert newcomer.post(path, data={"password": "short"}).status_code == 422
    joined = newcomer.post(path, data={"password": NEW})
    assert (joined.status_code, joined.location) == (303, "/work")
    assert accounts.by_email("nadia@example.org").confirmed_at
    assert "used already or is too old" in newcomer.get(path).text


def test_the_page_of_settings_names_all_of_them_and_shows_no_secret(
    client, administrator, monkeypatch
):
    monkeypatch.setenv("PORTAL_MAIL_PASSWORD", "olives-and-figs")
    monkeypatch.setenv("PORTAL_QUORUM", "4711")
    text = client.get("/administration/settings").text
    read = set(re.findall(r"PORTAL_[A-Z_]+", (ROOT / "portal/config.py").read_text()))
    assert [name for name in sorted(read) if name not in text] == []
    assert "olives-and-figs" not in text
    assert "4711" in text
    assert "in the environment" in text


def test_the_readme_says_of_each_setting_what_its_page_says():
    table = re.findall(
        r"^\| `PORTAL_(\w+)` \| .* \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    told = {name: re.sub(r"\[([^]]+)\]\([^)]+\)|`", r"\1", text) for name, text in table}
    del told["TEST_DATABASE_URL"]
    listed = [each for own in shown({}, development=False).values() for each in own]
    assert told == {each.short: WORDS[f"setting.{each.short}"] for each in listed}


def test_the_defaults_shown_are_those_that_hold(monkeypatch):
    for name in [each for each in os.environ if each.startswith("PORTAL_")]:
        monkeypatch.delenv(name)
    listed = [each for own in shown({}, development=False).values() for each in own]
    usual = {each.name: each.default for each in listed}
    for name, default in re.findall(
        r'_number\(\s*"(PORTAL_\w+)", ([\d_]+)\)', (ROOT / "portal/config.py").read_text()
    ):
        assert usual[name] == str(int(default)), name


def test_the_page_of_retention_says_what_is_kept_how_long(client, administrator):
    text = client.get("/administration/retention").text
    assert "7 years after the contract was closed" in text
    assert "0 due, 0 held back, 0 purged" in text
    assert "/closing/retention" in text
