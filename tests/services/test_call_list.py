"""The public list of calls: states, filters, search and pages by key."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.domain.call_kinds import CallKind
from portal.domain.lifecycle import CallState
from portal.models import Call, Lot
from portal.services import call_list, call_search, events
from portal.services.call_list import Wanted
from portal.shelf import Shelf
from tests import counting, factories

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(days=10)


@pytest.fixture(autouse=True)
def _portal(app):
    """Every test has an empty portal."""


def published(**facts):
    given = {"deadline": SOON, "published_at": NOW}
    return factories.call(CallState.PUBLISHED, **{**given, **facts})


def titles(**wanted):
    asked = Wanted(**wanted)
    ids = [key.call_id for key in call_list.page(asked, NOW).keys]
    assert call_list.count(asked, NOW) >= len(ids)
    read = call_list.rows(ids)
    return [read[each].call.title for each in ids]


def searchable(**facts):
    call = published(**facts)
    call_search.put(call)
    return call


def test_open_calls_stand_by_deadline_and_closed_ones_apart():
    published(title="Later", deadline=SOON + timedelta(days=1))
    published(title="Sooner")
    published(title="Over", deadline=NOW - timedelta(days=1))
    factories.call(CallState.AWARDED, title="Given", deadline=NOW - timedelta(days=9))
    factories.call(title="Draft")
    assert titles() == ["Sooner", "Later"]
    assert titles(state="closed") == ["Over"]
    assert titles(state="awarded") == ["Given"]


def test_a_call_is_closed_at_the_very_moment_of_its_deadline():
    published(title="Now", deadline=NOW)
    assert titles() == []
    assert titles(state="closed") == ["Now"]


def test_a_cancelled_call_is_listed_only_if_it_had_been_published():
    factories.call(CallState.CANCELLED, title="Shown", published_at=NOW)
    factories.call(CallState.CANCELLED, title="Hidden", published_at=None)
    assert titles(state="closed") == ["Shown"]


@pytest.mark.parametrize("kind", [CallKind.INVITATION, CallKind.DIRECT])
def test_an_invitation_or_a_direct_selection_is_never_listed(kind):
    call = searchable(kind=kind, title="Hidden")
    for state in call_list.STATES:
        assert titles(state=state) == []
    assert titles(text="hidden") == []
    assert call_list.latest() == []
    assert call_list.countries() == []
    assert not call_list.is_listed(call)


def test_a_change_of_a_published_call_is_not_listed_beside_it():
    call = published(title="Once")
    published(title="Change", amends=call)
    assert titles() == ["Once"]


def test_each_filter_narrows_the_list():
    abroad = factories.centre(country="TN")
    tunis = published(title="Tunis", centre=abroad, language="fr", services=["food"])
    Lot.update(city="Tunis").where(Lot.call == tunis).execute()
    published(title="Rabat", deadline=SOON + timedelta(days=30))
    late = (SOON + timedelta(days=20)).date()
    for wanted in (
        {"country": "TN"},
        {"language": "fr"},
        {"service": "food"},
        {"place": "tuni"},
        {"until": late},
    ):
        assert titles(**wanted) == ["Tunis"], wanted
    assert titles(since=late) == ["Rabat"]
    assert titles(country="TN", service="accommodation") == []
    assert call_list.countries() == ["MA", "TN"]


def test_a_city_is_searched_as_it_is_typed():
    call = published(title="Odd")
    Lot.update(city="100% O'Hara_").where(Lot.call == call).execute()
    assert titles(place="100%") == ["Odd"]
    assert titles(place="o'hara_") == ["Odd"]
    assert titles(place="_") == ["Odd"]
    published(title="Plain")
    assert titles(place="%") == ["Odd"]


def test_the_days_of_the_deadline_count_from_and_until_the_end_of_the_day():
    published(title="Late evening", deadline=datetime(2026, 11, 11, 23, 30, tzinfo=UTC))
    day = datetime(2026, 11, 11, tzinfo=UTC).date()
    assert titles(since=day, until=day) == ["Late evening"]
    assert titles(until=day - timedelta(days=1)) == []


def test_a_search_finds_beginnings_of_words_wherever_they_stand():
    call = searchable(title="Hébergement d'urgence", background="Familles migrantes")
    Lot.update(city="Oujda").where(Lot.call == call).execute()
    call_search.put(call)
    searchable(title="Another", services=["food"])
    for typed in ("heberg", "HÉBERGEMENT urgence", "oujda", "familles oujda", call.reference):
        assert titles(text=typed) == ["Hébergement d'urgence"], typed
    assert titles(text="heberg another") == []


def test_a_search_reads_arabic_and_khmer():
    searchable(title="مركز النور للمهاجرين")
    searchable(title="មជ្ឈមណ្ឌលជនចំណាកស្រុក")
    assert titles(text="النور") == ["مركز النور للمهاجرين"]
    assert titles(text="មជ្ឈមណ្ឌល") == ["មជ្ឈមណ្ឌលជនចំណាកស្រុក"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'; DROP TABLE call; --",
        'a" OR "b',
        "NEAR(a, b)",
        "title:x*",
        "^zz",
        "(((",
        "a & | ! <-> b",
        ":*",
        "-",
        "%",
        "\N{RIGHT-TO-LEFT MARK}",
        "😀",
        "x" * 5000,
        " ".join(str(number) for number in range(500)),
    ],
)
def test_no_text_can_break_the_search(typed):
    searchable(title="Shelter")
    assert titles(text=typed) == []


def test_searching_for_blanks_is_no_search_and_for_signs_finds_nothing():
    searchable(title="Shelter")
    assert titles(text="   ") == ["Shelter"]
    assert titles(text="***") == []


def test_a_search_for_words_of_operators_is_a_search_for_words():
    searchable(title="This and that or not near")
    assert titles(text="and OR not NEAR") == ["This and that or not near"]


def test_writing_a_call_into_the_index_again_forgets_its_old_words():
    call = searchable(title="Before")
    call.title = "After"
    call.save()
    call_search.put(call)
    assert titles(text="before") == []
    assert titles(text="after") == ["After"]


def walk(direction, start="", size=3, **wanted):
    seen, key = [], start
    while True:
        page = call_list.page(Wanted(**wanted, **{direction: key}), NOW, size)
        seen.append([each.call_id for each in page.keys])
        key = getattr(page, direction)
        if not key:
            return seen, page


@pytest.mark.parametrize("state", ["open", "closed"])
def test_pages_by_key_show_every_call_once_also_with_equal_deadlines(state):
    deadline = SOON if state == "open" else NOW - timedelta(days=2)
    for number in range(10):
        published(deadline=deadline + timedelta(hours=number // 5))
    pages, last = walk("after", state=state)
    ids = [each for page in pages for each in page]
    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert len(set(ids)) == 10
    assert call_list.count(Wanted(state=state), NOW) == 10
    back, first = walk("before", start=last.before, state=state)
    assert [each for page in reversed(back) for each in page] == ids[:9]
    assert first.after
    assert call_list.page(Wanted(state=state), NOW, 3).before == ""


def test_the_first_page_of_a_search_also_tells_how_many_fit():
    for _ in range(4):
        searchable(title="Shelter")
    first = call_list.page(Wanted(text="shelter"), NOW, 3)
    assert (len(first.keys), first.count) == (3, 4)
    assert call_list.page(Wanted(text="shelter", after=first.after), NOW, 3).count is None
    assert call_list.page(Wanted(text="nowhere"), NOW, 3).count == 0


def test_a_page_stays_right_when_a_call_before_it_closes():
    first, *others = [published(deadline=SOON + timedelta(hours=n)) for n in range(4)]
    page = call_list.page(Wanted(), NOW, 2)
    first.deadline = NOW - timedelta(hours=1)
    first.save()
    following = call_list.page(Wanted(after=page.after), NOW, 2)
    assert [each.call_id for each in following.keys] == [each.id for each in others[1:]]


@pytest.mark.parametrize("key", ["x", "20261101T000000000000-", "-", "2026-zz", "'", "1" * 300])
def test_a_key_that_is_none_shows_the_first_page(key):
    published(title="Only")
    assert titles(after=key) == ["Only"]
    assert titles(before=key) == ["Only"]


def test_a_key_is_read_as_it_was_written():
    key = call_list.Key(NOW, UUID(int=7))
    assert call_list.read_key(str(key)) == key


def test_the_number_of_queries_does_not_grow_with_the_calls(client):
    kept = client.application.extensions.setdefault("kept", Shelf()).kept

    def cold():
        kept.clear()
        with counting.queries() as sent:
            client.get("/calls/?text=shelter")
        return len(sent)

    searchable(lots=1)
    client.get("/calls/")
    few = cold()
    for _ in range(15):
        searchable(lots=3)
    assert cold() == few


def test_the_mark_grows_with_what_happens_to_calls(monkeypatch):
    assert call_list.mark() == 0
    call = factories.call(CallState.IN_REVIEW)
    events.record(factories.actor(), "call.sent", call, NOW)
    seen = call_list.mark()
    assert seen > 0
    events.record(factories.actor(), "partner.changed", factories.partner(), NOW)
    assert call_list.mark() == seen


def test_a_call_is_found_from_its_publication_on():
    call = Call.get_by_id(published(title="Findable").id)
    assert titles(text="findable") == []
    call_search.put(call)
    assert titles(text="findable") == ["Findable"]
