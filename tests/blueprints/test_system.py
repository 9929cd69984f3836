"""Where the portal begins, its languages, and whether it works."""

import shutil

import pytest

from portal.blueprints.system import health
from portal.domain.actions import Role
from portal.models import Person
from tests import factories

pytestmark = pytest.mark.both_databases


def test_visitors_start_at_the_calls_and_people_at_their_work(client):
    assert client.get("/").location == "/calls/"
    factories.sign_in(client, factories.person(Role.AUDITOR))
    assert client.get("/").location == "/work"


@pytest.mark.parametrize(
    ("role", "links", "behind"),
    [
        (Role.AUDITOR, 1, True),
        (Role.PROGRAMME_OFFICER, 2, True),
        (Role.LEGAL_OFFICER, 1, False),
    ],
)
def test_areas_that_few_enter_stand_behind_one_word_where_the_head_is_full(
    client, role, links, behind
):
    shown = factories.sign_in(client, factories.person(role)).get("/work").text
    assert shown.count('href="/sanctions/"') == links
    assert ("<summary >More</summary>" in shown) == behind


def test_the_process_says_that_it_lives_without_a_database(client, monkeypatch):
    monkeypatch.setattr("portal.db.open_connection", lambda: 1 / 0)
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_portal_that_works_is_ready(client):
    assert client.get("/readyz").json == {"status": "ok"}


def test_a_missing_file_store_is_named(app, client):
    shutil.rmtree(app.config["INSTANCE"] / "files")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "failed": ["files"]}


def test_a_missing_migration_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "missing", lambda: ["0002_next"])
    assert client.get("/readyz").json["failed"] == ["migrations"]


def test_a_database_that_does_not_answer_is_named_without_details(client, monkeypatch):
    monkeypatch.setattr("portal.db.open_connection", lambda: 1 / 0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "failed": ["database"]}


def test_a_language_is_kept_for_a_year_and_leads_back(client):
    answer = client.post("/language", data={"language": "fr", "next": "/help?a=1"})
    assert (answer.status_code, answer.location) == (303, "/help?a=1")
    cookie = answer.headers["Set-Cookie"]
    for part in ("language=fr", "Max-Age=31536000", "HttpOnly", "SameSite=Lax"):
        assert part in cookie
    assert '<html lang="fr"' in client.get("/help").text


def test_a_person_keeps_the_language_for_mails_too(client):
    person = factories.person()
    factories.sign_in(client, person)
    client.post("/language", data={"language": "fr"})
    assert Person.get_by_id(person.id).language == "fr"


def test_a_language_that_the_portal_does_not_speak_is_refused(client):
    assert client.post("/language", data={"language": "xx"}).status_code == 400


@pytest.mark.parametrize(
    "next_", ["https://evil.example", "//evil.example", "/\\evil", "\t//e"]
)
def test_choosing_a_language_leads_nowhere_else(client, next_):
    assert client.post("/language", data={"language": "fr", "next": next_}).location == "/"


@pytest.mark.parametrize(
    ("page", "sentence"),
    [("/help", "Who to ask"), ("/privacy", "No personal data of migrants")],
)
def test_help_and_privacy_are_open_to_everybody(client, page, sentence):
    answer = client.get(page)
    assert answer.status_code == 200
    assert sentence in answer.text


def test_a_character_that_no_text_can_hold_is_refused_in_words(client):
    answer = client.post("/sign-in", data={"email": "a\0b@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "could not read" in answer.text


def test_a_page_that_is_not_there_leads_back_and_to_ones_work(client):
    plain = client.get("/nowhere")
    assert plain.status_code == 404
    assert "There is no page here" in plain.text
    assert "See the open calls" in plain.text
    assert "Back to the page before" not in plain.text
    factories.sign_in(client, factories.person(Role.AUDITOR))
    here = {"Referer": "http://localhost/reports/?late=1#list"}
    answer = client.get("/nowhere", headers=here).text
    assert 'href="/reports/?late=1"' in answer
    assert "Go to my work" in answer
    foreign = {"Referer": "https://elsewhere.example/reports/"}
    assert "Back to the page before" not in client.get("/nowhere", headers=foreign).text
