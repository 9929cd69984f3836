"""Rules of an addendum: what it may not change, and how far it moves the timetable.

All of them are defaults of the house: nothing that proposals rest on disappears, and nobody
gets less time than the call promised.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.calls import SECTIONS
from portal.domain.changes import Change, Section, changes
from portal.domain.errors import RuleBroken
from portal.domain.working_days import DAY, Works, moved, on_or_after

USUAL_DAYS = 7
"""How many days are left to the deadline after an addendum, at least: a house default."""
FIXED_COLUMNS = ("kind", "language", "currency", "zone")
_SEAT = ("person", "kind", "chair", "government")
_COMMITTEE = ("government_part", "government_reason", "quorum")
Contents = Mapping[str, Section]


@dataclass(frozen=True)
class Dates:
    """The part of a timetable that a later deadline moves along."""

    deadline: datetime
    opening: datetime
    results: date
    starts: date


@dataclass(frozen=True)
class Calendar:
    """Where a timetable is lived: its zone, its working days, its standstill in such days."""

    zone: str
    works: Works
    standstill: int = 0


def told(before: Contents, after: Contents) -> list[Change]:
    """Return what an addendum changes, in the order of the sections; not the committee."""
    kept = [name for name in SECTIONS if name in after and name != "committee"]
    return changes(before, {name: after[name] for name in kept})


def broken_rules(before: Contents, after: Contents) -> list[RuleBroken]:
    """Return every rule that a change of a published call breaks, in no demanded order."""
    return [*_fixed(before, after), *_removed(before, after), *_dates(before, after)]


def _fixed(before: Contents, after: Contents) -> Iterator[RuleBroken]:
    if _committee(before["committee"]) != _committee(after["committee"]):
        yield RuleBroken("addendum_committee_fixed", "committee")
    old, new = before["basics"]["columns"], after["basics"]["columns"]
    if any(old[name] != new[name] for name in FIXED_COLUMNS):
        yield RuleBroken("addendum_basics_fixed", "basics")
    if _apart(before) != _apart(after):
        yield RuleBroken("addendum_prices_fixed", "criteria")
    if _own(before) != _own(after):
        yield RuleBroken("addendum_sealing_fixed", "documents")
    if not told(before, after):
        yield RuleBroken("addendum_empty", "basics")


def _apart(contents: Contents) -> bool:
    """Say whether prices are sealed apart: envelopes that are in were sealed so."""
    return bool(contents["criteria"]["columns"].get("prices_apart"))


def _own(contents: Contents) -> bool:
    """Say whether partners seal on computers of their own: some may have done so."""
    return bool(contents["documents"]["columns"].get("own_sealing"))


def _committee(section: Section) -> tuple[object, ...]:
    columns = [section["columns"][name] for name in _COMMITTEE]
    seats = sorted([str(row[name]) for name in _SEAT] for row in section["rows"])
    return (columns, seats)


def _removed(before: Contents, after: Contents) -> Iterator[RuleBroken]:
    for section, rule in (
        ("criteria", "addendum_criterion_removed"),
        ("budget", "addendum_heading_removed"),
    ):
        kept = {row["key"] for row in after[section]["rows"]}
        for row in before[section]["rows"]:
            if row["key"] not in kept:
                yield RuleBroken(rule, section, name=row["name"])


def _dates(before: Contents, after: Contents) -> Iterator[RuleBroken]:
    old, new = (each["timetable"]["columns"]["deadline"] for each in (before, after))
    if new is not None and datetime.fromisoformat(new) < datetime.fromisoformat(old):
        zone = before["basics"]["columns"]["zone"]
        facts = {"deadline": datetime.fromisoformat(old), "zone": zone}
        yield RuleBroken("addendum_deadline_earlier", "timetable", **facts)


def extended(dates: Dates, at: datetime, days: int, calendar: Calendar) -> Dates:
    """Return the dates of a call whose change is issued at a moment.

    When less than ``days`` are left, the deadline moves to the first working day on which as
    many are, at its own local hour; opening and results move by as many days, the start of
    the contract only as far as the standstill demands.
    """
    if dates.deadline - at >= timedelta(days=days):
        return dates
    deadline = _deadline(dates.deadline, at + timedelta(days=days), calendar)
    passed = _local(deadline, calendar).date() - _local(dates.deadline, calendar).date()
    opening = _at_hour(_local(dates.opening, calendar), passed, calendar)
    results = on_or_after(dates.results + passed, calendar.works)
    ended = moved(results, calendar.standstill, calendar.works)
    return Dates(deadline, opening, results, max(dates.starts, ended + DAY))


def _deadline(old: datetime, least: datetime, calendar: Calendar) -> datetime:
    hour = _local(old, calendar).time()
    day = _local(least, calendar).date()
    if _moment(day, hour, calendar) < least:
        day += DAY
    return _moment(on_or_after(day, calendar.works), hour, calendar)


def _at_hour(local: datetime, passed: timedelta, calendar: Calendar) -> datetime:
    day = on_or_after(local.date() + passed, calendar.works)
    return _moment(day, local.time(), calendar)


def _local(moment: datetime, calendar: Calendar) -> datetime:
    return moment.astimezone(ZoneInfo(calendar.zone))


def _moment(day: date, hour: time, calendar: Calendar) -> datetime:
    """Return a local hour as a moment; one that clocks skip is the hour after the change."""
    return datetime.combine(day, hour, ZoneInfo(calendar.zone)).astimezone(UTC)


def standing_rows(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section without the rows that were withdrawn from it."""
    rows = [row for row in content["rows"] if not row.get("withdrawn_at")]
    return {**content, "rows": rows}


def with_withdrawn(
    before: Mapping[str, Any], after: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Return a section in which every row of before keeps its place: none disappears.

    A row that ``after`` lacks is withdrawn at the moment; new rows follow the old ones.
    """
    new = {row["key"]: row for row in after["rows"]}
    old = [new.pop(row["key"], None) or _withdrawn(row, at) for row in before["rows"]]
    return {**after, "rows": [*old, *new.values()]}


def _withdrawn(row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {**row, "withdrawn_at": row.get("withdrawn_at") or at.isoformat()}
