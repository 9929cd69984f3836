"""The feed and the calendar, read back by other programs' rules."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from icalendar import Calendar

from portal.domain.lifecycle import CallState
from portal.services import call_feeds
from portal.services.call_feeds import Channel
from tests import factories

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = {name: name for name in call_feeds.DATES}
CHANNEL = Channel("Calls", "House", "https://x.test/feed", "https://x.test/", "en")
HOSTILE = 'O\'Hara & <b>"النور"</b>; 😀, \\n \u202e' + "é" * 120


@pytest.fixture(autouse=True)
def _portal(app):
    """Every test has an empty portal."""


def published(**facts):
    given = {
        "published_at": NOW,
        "deadline": NOW + timedelta(days=30),
        "clarify_until": NOW + timedelta(days=20),
        "opening_at": NOW + timedelta(days=31),
        "results_on": date(2026, 12, 20),
        "title": HOSTILE,
    }
    return factories.call(CallState.PUBLISHED, **{**given, **facts})


def calendar(call):
    return Calendar.from_ical(call_feeds.calendar(call, NAMES, "https://x.test/c"))


def test_the_calendar_has_each_date_with_two_reminders():
    call = published()
    events = list(calendar(call).walk("VEVENT"))
    starts = {str(each["SUMMARY"]).split(":")[0]: each["DTSTART"].dt for each in events}
    assert starts == {
        "clarify_until": call.clarify_until,
        "deadline": call.deadline,
        "opening_at": call.opening_at,
        "results_on": call.results_on,
    }
    for event in events:
        before = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert before == [timedelta(days=-7), timedelta(days=-1)]
        assert str(event["DESCRIPTION"]).startswith('O\'Hara & <b>"النور"</b>; 😀, \\n ')


def test_the_lines_of_a_calendar_are_short_and_end_as_they_must():
    content = call_feeds.calendar(published(), NAMES, "https://x.test/c")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_deadline_across_the_change_of_the_clock_stays_the_same_moment():
    call = published(deadline=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), zone="Europe/Paris")
    starts = [each["DTSTART"].dt for each in calendar(call).walk("VEVENT")]
    assert call.deadline in starts


def test_the_same_call_gives_the_same_calendar():
    call = published()
    with time_machine.travel(NOW + timedelta(days=5)):
        later = call_feeds.calendar(call, NAMES, "x")
    assert call_feeds.calendar(call, NAMES, "x") == later
    assert {event["DTSTAMP"].dt for event in calendar(call).walk("VEVENT")} == {NOW}


def test_each_date_keeps_its_key_and_its_instant_in_utc():
    call = published()
    lines = call_feeds.calendar(call, NAMES, "x").replace(b"\r\n ", b"").decode().splitlines()
    assert f"UID:{call.id}-clarify-until@calls" in lines
    assert f"DTSTART:{call.deadline:%Y%m%dT%H%M%SZ}" in lines
    assert "DTSTART;VALUE=DATE:20261220" in lines
    assert "DTEND;VALUE=DATE:20261221" in lines


def test_the_feed_holds_what_atom_demands():
    call = published(background="First\nsecond \x0b")
    entry = call_feeds.entry_of(call, "https://x.test/c")
    content = call_feeds.atom(CHANNEL, [entry])
    feed = ET.fromstring(content)  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}updated") == "2026-11-01T12:00:00Z"
    row = feed.find(f"{ATOM}entry")
    assert row.findtext(f"{ATOM}id") == f"urn:uuid:{call.id}"
    assert HOSTILE in row.findtext(f"{ATOM}title")
    assert row.find(f"{ATOM}link").get("href") == "https://x.test/c"
    assert row.findtext(f"{ATOM}summary") == "First\nsecond "
    assert content == call_feeds.atom(CHANNEL, [entry])


def test_an_entry_is_updated_by_what_happens_to_the_call():
    call = published(awarded_at=NOW + timedelta(days=60))
    assert call_feeds.entry_of(call, "x").updated == NOW + timedelta(days=60)


def test_an_empty_feed_is_a_feed():
    feed = ET.fromstring(call_feeds.atom(CHANNEL, []))  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert feed.find(f"{ATOM}entry") is None
