"""The public pages of calls: list, tools, following; as visitors and programs use them."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from icalendar import Calendar

from portal import jobs, shelf
from portal.domain.actions import Role
from portal.domain.call_kinds import CallKind
from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.lifecycle import CallState
from portal.models import (
    Call,
    DeliveredMail,
    EligibilityQuestion,
    Follower,
    RequiredDocument,
)
from portal.services import accounts, call_list, call_search, calls, events
from tests import factories
from tests.conftest import made_again

pytestmark = pytest.mark.both_databases

WRITER = "amal@example.org"


@pytest.fixture
def call(app):
    return published(title="Shelter in Rabat")


def published(**facts):
    at = datetime.now(UTC)
    given = {"deadline": at + timedelta(days=30), "published_at": at}
    call = factories.call(CallState.PUBLISHED, **{**given, **facts})
    call_search.put(call)
    return call


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.text)


def test_the_list_tells_how_many_calls_fit_and_shows_them(client, call):
    page = text(client, "/calls/")
    assert "Open calls: 1" in page
    assert call.title in page
    assert "MAD" in page
    assert "GMT+1" in page


def test_a_filter_stands_in_the_address_of_every_link(client):
    for _ in range(call_list.SIZE + 1):
        published(title="Many")
    page = text(client, "/calls/?country=MA&text=many")
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "country=MA" in following
    assert "text=many" in following
    second = text(client, following)
    assert second.count('class="title"') == 1
    previous = re.search(r'rel="prev" href="([^"]+)"', second)[1].replace("&amp;", "&")
    assert text(client, previous).count('class="title"') == call_list.SIZE
    assert "country=MA" in re.search(r'href="([^"]+state=closed[^"]*)"', page)[1]


def test_nothing_found_says_how_to_widen(client, call):
    page = text(client, "/calls/?text=nowhere&state=closed")
    assert "Take a filter away" in page
    assert 'href="/calls/?state=closed"' in page
    assert 'value="nowhere"' in page


def test_an_unclear_day_is_told_and_kept(client, call):
    page = text(client, "/calls/?until=tomorrow")
    assert "Enter the day as year-month-day" in page
    assert 'value="tomorrow"' in page
    assert 'aria-invalid="true"' in page
    assert call.title in page


def test_unknown_values_are_passed_over(client, call):
    for given in ("state=x", "service=x", "after=x", "before=%27", "since="):
        assert call.title in text(client, f"/calls/?{given}")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "'\"><b>", "مركز", "😀" * 100])
def test_hostile_names_are_only_text(client, name):
    published(title=name)
    page = client.get("/calls/?text=%3Cscript%3E").text + client.get("/calls/").text
    assert "<script>alert" not in page
    assert "'\"><b>" not in page


def test_the_list_speaks_french(client, call):
    client.set_cookie("language", "fr")
    assert '<html lang="fr"' in client.get("/calls/").text


def test_an_invitation_is_neither_listed_nor_fed(client):
    hidden = published(kind=CallKind.INVITATION, title="Only for some")
    assert hidden.title not in client.get("/calls/").text
    assert hidden.title not in client.get("/calls/feed.atom").text
    for address in ("docx", "ics"):
        assert client.get(f"/calls/{hidden.slug}.{address}").status_code != 200


@pytest.fixture
def live(app, call):
    """The portal as it runs in production, with its pages kept."""
    return made_again(app, DEVELOPMENT=False, SESSION_COOKIE_SECURE=False)


def test_visitors_get_a_kept_page_until_something_happens(live, call, monkeypatch):
    monkeypatch.setattr("portal.blueprints.kept._minute", lambda: 1)
    client = live.test_client()
    for address in ("/calls/", f"/calls/{call.slug}"):
        first = client.get(address)
        before = call_list.mark()
        Call.update(title=f"Changed {address}").where(Call.id == call.id).execute()
        again = client.get(address)
        assert again.text == first.text
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Content-Security-Policy" in again.headers
        assert "Set-Cookie" not in first.headers
        told = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (told.status_code, told.text) == (304, "")
        events.record(factories.actor(), "call.changed", call, factories.moment())
        assert call_list.mark() > before
        assert f"Changed {address}" in client.get(address).text
        assert first.headers["Cache-Control"] == "no-cache"
        assert "Cookie" in first.headers["Vary"]


def test_a_page_is_kept_for_a_minute_at_most(live, call, monkeypatch):
    client = live.test_client()
    monkeypatch.setattr("portal.blueprints.kept._minute", lambda: 1)
    first = client.get("/calls/?text=shelter").text
    Call.update(title="Shelter later").where(Call.id == call.id).execute()
    parts = [key for key in live.extensions["kept"].kept if {"row", "list"} & set(key)]
    for key in parts:
        del live.extensions["kept"].kept[key]
    assert parts
    assert client.get("/calls/?text=shelter").text == first
    monkeypatch.setattr("portal.blueprints.kept._minute", lambda: 2)
    assert "Shelter later" in client.get("/calls/?text=shelter").text


def test_a_kept_page_is_never_shown_to_somebody_else(live, call):
    client = live.test_client()
    client.get("/calls/")
    member = factories.person(Role.PROGRAMME_OFFICER)
    factories.call(title="A draft")
    factories.sign_in(client, member)
    assert "A draft" in client.get("/calls/").text
    assert "no-store" in client.get("/calls/").headers["Cache-Control"]
    assert "A draft" not in live.test_client().get("/calls/").text


def test_each_language_and_each_filter_is_kept_apart(live, call):
    client = live.test_client()
    english = client.get("/calls/").text
    assert "Closed calls: 0" in client.get("/calls/?state=closed").text
    french = client.get("/calls/", headers={"Accept-Language": "fr"}).text
    client.set_cookie("language", "fr")
    assert client.get("/calls/").text != english
    assert '<html lang="fr"' in french


def test_a_refusal_is_never_kept(live, call):
    client = live.test_client()
    draft = factories.call()
    assert client.get(f"/calls/{draft.slug}").status_code == 302
    assert client.get("/calls/IOM-X-1").status_code == 404
    Call.update(state=CallState.PUBLISHED, published_at=factories.NOON).where(
        Call.id == draft.id
    ).execute()
    assert client.get(f"/calls/{draft.slug}").status_code == 200


def test_a_process_keeps_so_much_and_no_more(monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 2)
    few = shelf.Shelf()
    for key in ("a", "b", "a", "c"):
        few.get((key,))
        few.put((key,), key)
    assert (("a",) in few, ("b",) in few, ("c",) in few) == (True, False, True)


def test_the_questionnaire_and_the_calendar_open(client, call):
    answer = client.get(f"/calls/{call.slug}.docx")
    assert Document(BytesIO(answer.data)).core_properties.title.startswith(call.reference)
    assert f'filename="{call.slug}.docx"' in answer.headers["Content-Disposition"]
    answer = client.get(f"/calls/{call.slug}.ics")
    assert answer.mimetype == "text/calendar"
    assert Calendar.from_ical(answer.data).walk("VALARM")
    page = client.get(f"/calls/{call.slug}").text
    for address in (".docx", ".ics", "/follow"):
        assert f"/calls/{call.slug}{address}" in page


def test_a_visitor_sees_what_a_proposal_holds_before_registering(client, call):
    EligibilityQuestion.create(
        call=call,
        position=1,
        text="Are you registered?",
        kind=AnswerKind.YES_NO,
        passing=PassingRule.YES,
    )
    RequiredDocument.create(call=call, position=1, title="Statutes")
    page = text(client, f"/calls/{call.slug}")
    for question in call.questions:
        assert question.text in page
        assert question.criterion.name in page
    assert "Are you registered?" in page
    assert "Statutes" in page


def test_a_draft_has_neither_questionnaire_nor_calendar(client):
    draft = factories.call()
    factories.sign_in(client, factories.person(Role.PROGRAMME_OFFICER))
    for address in ("docx", "ics"):
        assert client.get(f"/calls/{draft.slug}.{address}").status_code == 404
    assert f"/calls/{draft.slug}.docx" not in client.get(f"/calls/{draft.slug}").text


def test_a_news_reader_is_told_when_nothing_is_new(client, call):
    answer = client.get("/calls/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    assert call.reference in answer.text
    assert answer.headers["Last-Modified"]
    etag = answer.headers["ETag"]
    assert client.get("/calls/feed.atom", headers={"If-None-Match": etag}).status_code == 304
    published()
    assert client.get("/calls/feed.atom", headers={"If-None-Match": etag}).status_code == 200


def delivered(app):
    app.extensions["jobs"].deliver.call_local()
    return list(DeliveredMail.select().order_by(DeliveredMail.sent_at))


def link(mail, part):
    return re.search(rf"(/calls/{part}/\S+)", mail.body)[1]


@pytest.mark.parametrize("start", ["/calls/follow", "/calls/{slug}/follow"])
def test_a_visitor_follows_confirms_and_leaves(app, client, call, start):
    address = start.format(slug=call.slug)
    assert client.get(address).status_code == 200
    answer = client.post(address, data={"email": WRITER})
    assert (answer.status_code, answer.location) == (303, "/calls/follow/sent")
    assert client.get(answer.location).status_code == 200
    confirm = link(delivered(app)[0], "follow/confirm")
    assert client.get(confirm).status_code == 200
    assert Follower.get().confirmed_at is None
    assert client.post(confirm).status_code == 303
    assert client.post(confirm).status_code == 422
    leave = f"/calls/unfollow/{Follower.get().leaving}"
    assert "One click" in client.get(leave).text
    assert Follower.get().ended_at is None
    assert "You follow no longer" in client.post(leave).text
    assert "You follow no longer" in client.post(leave).text
    assert Follower.get().email == ""


def test_a_mistyped_address_is_told_and_kept(client, call):
    answer = client.post(f"/calls/{call.slug}/follow", data={"email": "amal at example"})
    assert answer.status_code == 422
    assert "Enter an address like" in answer.text
    assert 'value="amal at example"' in answer.text
    assert Follower.select().count() == 0


def test_the_page_does_not_tell_who_follows_already(app, client, call):
    Follower.create(
        call=call,
        email=WRITER,
        leaving="x",
        asked_at=factories.NOON,
        confirmed_at=factories.NOON,
    )
    known = client.post(f"/calls/{call.slug}/follow", data={"email": WRITER})
    unknown = client.post(f"/calls/{call.slug}/follow", data={"email": "b@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [mail.to for mail in delivered(app)] == ["b@example.org"]


def test_a_signed_in_person_follows_at_once_and_finds_the_way_out(client, call):
    person = factories.person()
    factories.sign_in(client, person)
    answer = client.post(f"/calls/{call.slug}/follow", follow_redirects=True)
    assert "You will get a mail" in answer.text
    assert Follower.get().email == person.email
    page = client.get(f"/calls/{call.slug}/follow").text
    assert f"/calls/unfollow/{Follower.get().leaving}" in page
    client.post(f"/calls/{call.slug}/follow")
    assert Follower.select().count() == 1


def test_a_mail_program_ends_the_following_without_cookie_or_token(app, client, call):
    Follower.create(call=call, email=WRITER, leaving="way-out", asked_at=factories.NOON)
    strict = made_again(app, WTF_CSRF_ENABLED=True)
    body = {"List-Unsubscribe": "One-Click"}
    answer = strict.test_client().post("/calls/unfollow/way-out", data=body)
    assert answer.status_code == 200
    assert Follower.get().ended_at is not None


def test_an_unknown_way_out_is_no_page(client):
    assert client.get("/calls/unfollow/unknown").status_code == 404
    assert client.post("/calls/unfollow/unknown").status_code == 404


def test_asking_for_mails_is_bounded(app, call):
    strict = made_again(app, RATELIMIT_ENABLED=True, WTF_CSRF_ENABLED=False)
    strict.config["SIGN_IN_LIMIT"] = "2 per 15 minutes"
    client = strict.test_client()
    codes = [
        client.post(f"/calls/{call.slug}/follow", data={"email": WRITER}).status_code
        for _ in range(3)
    ]
    assert codes == [303, 303, 429]


def test_visitors_choose_a_language_without_a_session_and_others_need_the_form(app, call):
    strict = made_again(app, WTF_CSRF_ENABLED=True)
    client = strict.test_client()
    assert client.post("/language", data={"language": "fr"}).status_code == 303
    person = factories.person(language="en")
    factories.sign_in(client, person)
    assert client.post("/language", data={"language": "fr"}).status_code == 400
    assert accounts.by_email(person.email).language == "en"


def test_a_followed_publication_reaches_its_reader(app, client):
    Follower.create(
        email=WRITER,
        language="en",
        leaving="way-out",
        asked_at=factories.NOON,
        confirmed_at=factories.NOON,
    )
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    call = factories.call(CallState.APPROVED, published_at=None, title="New shelter")
    calls.publish(call, officer, datetime.now(UTC))
    jobs.deliver_pending(lambda _document: b"%PDF-1.4")
    mail = DeliveredMail.get(DeliveredMail.to == WRITER)
    assert call.reference in mail.subject
    assert "/calls/unfollow/way-out" in mail.body
    assert "New shelter" in client.get("/calls/?text=shelter").text
