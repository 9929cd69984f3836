"""What calls give to other programs: an Atom feed, and a calendar with reminders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

from icalendar import Alarm, Calendar, Event

from portal.models import Call

ATOM = "http://www.w3.org/2005/Atom"
REMINDERS = (7, 1)
"""Days before a date on which the calendar reminds: a house default."""


@dataclass(frozen=True)
class Entry:
    """One entry of the feed; ``key`` is a UUID that stays with what it tells of."""

    key: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    language: str = "en"


@dataclass(frozen=True)
class Channel:
    """The feed as a whole, with its texts in the reader's language."""

    title: str
    author: str
    address: str
    page: str
    language: str


def entry_of(call: Call, address: str) -> Entry:
    """Return the entry of a published call, found at an address."""
    at = call.published_at or call.created_at
    changed = max(filter(None, (at, call.opened_at, call.awarded_at)))
    return Entry(
        key=str(call.id),
        title=f"{call.reference} {call.title}",
        address=address,
        published=at,
        updated=changed,
        summary=call.background,
        language=call.language,
    )


def newest(entries: Iterable[Entry], size: int = 50) -> list[Entry]:
    """Return the entries that were published last, newest first."""
    return sorted(entries, key=lambda entry: entry.published, reverse=True)[:size]


def atom(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """Write an Atom feed (RFC 4287), the entries as they come; equal content, equal bytes."""
    rows = list(entries)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": channel.language})
    _put(feed, "id", channel.address)
    _put(feed, "title", channel.title)
    _put(feed, "updated", _instant(max((row.updated for row in rows), default=_never())))
    _put(_put(feed, "author"), "name", channel.author)
    _put(feed, "link", rel="self", type="application/atom+xml", href=channel.address)
    _put(feed, "link", rel="alternate", type="text/html", href=channel.page)
    for row in rows:
        _entry(_put(feed, "entry"), row)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(into: ET.Element, row: Entry) -> None:
    _put(into, "id", f"urn:uuid:{row.key}")
    _put(into, "title", row.title)
    _put(into, "link", rel="alternate", type="text/html", href=row.address)
    _put(into, "published", _instant(row.published))
    _put(into, "updated", _instant(row.updated))
    _put(into, "summary", row.summary).set("xml:lang", row.language)


def _put(into: ET.Element, name: str, text: str = "", **given: str) -> ET.Element:
    made = ET.SubElement(into, name, given)
    made.text = _printable(text) or None
    return made


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter in "\t\n" or _in_xml(ord(letter)))


def _in_xml(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000  # noqa: PLR2004 - XML 1.0, production 2


def _never() -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def calendar(call: Call, names: Mapping[str, str], address: str) -> bytes:
    """Write the dates of a call as iCalendar (RFC 5545), each with its reminders.

    ``names`` has the words for each of ``DATES`` in the reader's language. Instants are in
    UTC, so that each calendar shows them in its own zone.
    """
    kept = Calendar()
    kept.add("prodid", "-//IOM//Calls for proposals//EN")
    kept.add("version", "2.0")
    kept.add("calscale", "GREGORIAN")
    kept.add("method", "PUBLISH")
    for column, label in names.items():
        when = getattr(call, column)
        if when is not None:
            kept.add_component(_event(call, (column, label, when), address))
    return bytes(kept.to_ical())


DATES = ("clarify_until", "site_visit_at", "deadline", "opening_at", "results_on")


def _event(call: Call, point: tuple[str, str, datetime | date], address: str) -> Event:
    column, label, when = point
    title = _one_line(f"{label}: {call.reference}")
    event = Event()
    event.add("uid", f"{call.id}-{column.replace('_', '-')}@calls")
    event.add("dtstamp", call.published_at or call.created_at)
    event.add("summary", title)
    event.add("description", _one_line(call.title))
    event.add("url", address)
    event.add("dtstart", when)
    event.add("dtend", when if isinstance(when, datetime) else when + timedelta(days=1))
    for days in REMINDERS:
        event.add_component(_reminder(title, days))
    return event


def _reminder(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _one_line(text: str) -> str:
    return " ".join(_printable(text).split())
