"""Kept parts of public pages: changes show at once, nothing of one reader reaches another."""

import re
from datetime import timedelta
from threading import Event, Thread

import pytest

from portal import db
from portal.blueprints.calls.showing import PARTS, RIGHTS
from portal.config import ROOT
from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Call, Clarification, Lot
from portal.services import (
    call_cancelling,
    call_search,
    clarification_desk,
    clarifications,
    events,
)
from portal.services.clarification_desk import Edit
from portal.services.clarifications import Wish
from portal.services.steps import fresh
from tests import amending, counting, factories
from tests.conftest import made_again

pytestmark = pytest.mark.both_databases

TEMPLATES = ROOT / "portal" / "templates"


@pytest.fixture
def call(app):
    found = amending.far_call(lots=2, title="Shelter in Rabat")
    call_search.put(found)
    return found


@pytest.fixture
def live(app, call, monkeypatch):
    """The portal as it runs in production, in a minute that does not end."""
    monkeypatch.setattr("portal.blueprints.kept._minute", lambda: 1)
    return made_again(
        app, DEVELOPMENT=False, SESSION_COOKIE_SECURE=False, WTF_CSRF_ENABLED=False
    )


@pytest.fixture(params=["visitor", "partner", "office"])
def reader(request, live):
    """A browser of a visitor, of somebody of a partner, and of somebody of the office."""
    client = live.test_client()
    if request.param == "partner":
        member = factories.person(Role.PARTNER_EDITOR, partner=factories.partner())
        factories.sign_in(client, member)
    if request.param == "office":
        factories.sign_in(client, factories.person(Role.PROGRAMME_OFFICER))
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def page(call):
    return f"/calls/{call.slug}"


def test_parts_are_kept_until_something_happens(reader, call):
    assert call.lots[0].title in read(reader, page(call))
    Lot.update(title="Changed behind the back").where(Lot.call == call).execute()
    assert "Changed behind the back" not in read(reader, page(call))
    events.record(factories.actor(), "call.amended", call, factories.moment())
    assert "Changed behind the back" in read(reader, page(call))


def test_an_addendum_shows_at_once_on_the_page_and_in_the_list(reader, call):
    for address in (page(call), "/calls/", "/calls/?text=shelter"):
        assert "Shelter in Rabat" in read(reader, address)
    amending.amended(call)
    for address in (page(call), "/calls/", "/calls/?text=shelter"):
        shown = read(reader, address)
        assert "Shelter in larger apartments" in shown
        assert "Shelter in Rabat" not in shown
    assert amending.REASON in read(reader, page(call))


def test_a_cancellation_shows_at_once(reader, call):
    assert "This call was cancelled" not in read(reader, page(call))
    assert call.title in read(reader, "/calls/")
    who = factories.actor(Role.HEAD_OF_OFFICE)
    reasons = {"en": "The building was sold.", "fr": "Le bâtiment a été vendu."}
    call_cancelling.cancel(fresh(call), reasons, who, factories.moment())
    shown = read(reader, page(call))
    assert "This call was cancelled" in shown
    assert "The building was sold." in shown
    assert "Propose for a lot" not in shown
    assert call.title not in read(reader, "/calls/")


def test_an_answered_question_shows_at_once(reader, call):
    assert "0 published answers" in read(reader, page(call))
    at = factories.moment()
    asker = factories.actor(Role.PARTNER_EDITOR, partner=factories.partner())
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    second = factories.actor(Role.PROGRAMME_OFFICER)
    made = clarifications.ask(call, Wish("May two share a kitchen?"), asker, at)
    clarification_desk.draft(made, "May two share?", "Yes.", Edit(officer, at, made.version))
    drafted = Clarification.get_by_id(made.id)
    clarification_desk.check(drafted, Edit(second, at, drafted.version))
    clarification_desk.publish(fresh(call), [made.id], officer, at)
    assert "1 published answer." in read(reader, page(call))


def test_an_opening_and_an_award_show_at_once(live):
    made = factories.recommended_call(4)
    visitor = live.test_client()
    assert "Evaluation is under way" in read(visitor, page(made))
    factories.approved(made)
    shown = read(visitor, page(made))
    assert "Evaluation is under way" not in shown
    assert "Every partner that proposed has a letter" in shown


def test_a_call_that_closes_is_open_no_longer_in_the_next_minute(live, call, monkeypatch):
    client = live.test_client()
    assert "Open calls: 1" in read(client, "/calls/")
    late = call.deadline + timedelta(minutes=1)
    monkeypatch.setattr("portal.services.clock.now", lambda: late)
    monkeypatch.setattr("portal.blueprints.kept._minute", lambda: 2)
    assert "Open calls: 0" in read(client, "/calls/")
    assert "No more proposals are taken" in read(client, page(call))


def test_each_language_has_its_own_parts(reader, call):
    assert "Timetable" in read(reader, page(call))
    reader.set_cookie("language", "fr")
    assert "Timetable" not in read(reader, page(call))
    assert "Calendrier" in read(reader, page(call))


def test_nothing_of_one_reader_reaches_another(live, call):
    chair = factories.person(Role.PROGRAMME_OFFICER, name="Amal of the office")
    office = factories.sign_in(live.test_client(), chair)
    shown = read(office, page(call))
    assert "Seats (seen by the office only)" in shown
    assert "Amal of the office" in shown
    assert "Cancel this call" not in read(live.test_client(), page(call))
    member = factories.person(Role.PARTNER_EDITOR, partner=factories.partner(), name="Badr")
    partner = factories.sign_in(live.test_client(), member)
    shown = read(partner, page(call))
    assert "Badr" in shown
    assert "Start a proposal" in shown
    for hidden in ("Seats (seen", "Amal", "Keep as template", "Sign in to propose"):
        assert hidden not in shown
    visitor = read(live.test_client(), page(call))
    assert "Sign in to propose" in visitor
    for hidden in ("Seats (seen", "Amal", "Badr", "Start a proposal", "Ask a question"):
        assert hidden not in visitor


def test_the_way_back_and_the_token_are_those_of_each_page(app, call):
    strict = made_again(app, WTF_CSRF_ENABLED=True)
    tokens = set()
    for name in ("Amal", "Badr"):
        client = factories.sign_in(strict.test_client(), factories.person(name=name))
        shown = read(client, "/calls/?text=a%26b%25")
        assert 'name="next" value="/calls/?text=a%26b%25"' in shown
        tokens.add(re.search(r'name="csrf_token" value="([^"]+)"', shown)[1])
    assert len(tokens) == 2
    assert "csrf_token" not in read(strict.test_client(), "/calls/?text=a%26b%25")


def test_what_waits_for_somebody_is_counted_anew_when_it_happens(live):
    head = factories.person(Role.HEAD_OF_OFFICE)
    client = factories.sign_in(live.test_client(), head)
    before = read(client, "/calls/")
    assert 'class="count"' not in before
    waiting = factories.call(CallState.IN_REVIEW)
    events.record(factories.actor(), "call.sent", waiting, factories.moment())
    assert '<span class="count">1</span>' in read(client, "/calls/")


def test_every_right_that_a_kept_part_asks_about_is_in_its_key():
    known = {each.value for each in RIGHTS}
    for name in PARTS:
        office_only = {"call_life/comments.html"}
        asked = rights_in(f"calls/show_{name}.html", office_only)
        assert asked <= known, name


def rights_in(template, seen):
    """The rights that a template asks about, with those that it includes or imports."""
    if template in seen:
        return set()
    seen.add(template)
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    others = re.findall(r'{% (?:include|import|from) "([^"]+)"', text)
    own = set(re.findall(r'can\("([a-z_]+)"', text))
    return own.union(*(rights_in(each, seen) for each in others))


def test_a_draft_is_never_kept(live):
    author = factories.person(Role.PROGRAMME_OFFICER)
    client = factories.sign_in(live.test_client(), author)
    draft = factories.call(title="A first title")
    assert "A first title" in read(client, page(draft))
    Call.update(title="A better title").where(Call.id == draft.id).execute()
    assert "A better title" in read(client, page(draft))


@pytest.mark.parametrize("address", ["page", "/calls/", "/calls/?text=shelter&service=food"])
def test_the_number_of_queries_of_a_page_is_the_same_for_more_rows(live, address):
    few, many = (amending.far_call(lots=count, weights=(100,)) for count in (1, 1))
    for number in range(2, 9):
        Lot.create(call=many, number=number, title="More", city="Fez", places=9, ceiling=1)
    client = live.test_client()
    factories.sign_in(
        client, factories.person(Role.PARTNER_EDITOR, partner=factories.partner())
    )

    def cold(call):
        live.extensions["kept"].kept.clear()
        with counting.queries() as sent:
            read(client, page(call) if address == "page" else address)
        return len(sent)

    call_search.put(amending.far_call(title="Shelter", services=["food"]))
    cold(few)
    before = cold(few)
    for _ in range(6):
        call_search.put(amending.far_call(title="Shelter", services=["food"]))
    assert cold(many) == before


def test_nothing_is_kept_while_somebody_writes(live, call, monkeypatch):
    monkeypatch.setattr("portal.services.events.settled", lambda: False)
    client = live.test_client()
    assert "Shelter in Rabat" in read(client, page(call))
    Call.update(title="Shelter in Fez").where(Call.id == call.id).execute()
    for address in (page(call), "/calls/"):
        assert "Shelter in Fez" in read(client, address)


def test_somebody_who_writes_on_another_connection_is_noticed(app, call):
    writes, may_end = Event(), Event()

    def write():
        db.open_connection()
        with db.atomic():
            Call.update(title="Shelter in Fez").where(Call.id == call.id).execute()
            writes.set()
            may_end.wait(20)
        db.database.close()

    other = Thread(target=write)
    other.start()
    assert writes.wait(20)
    assert events.settled() is db.is_sqlite()
    may_end.set()
    other.join()
    assert events.settled()
