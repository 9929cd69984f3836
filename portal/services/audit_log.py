"""Reading the log: filters, pages by sequence number, and rows for a table."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from io import StringIO
from operator import or_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import Expression

from portal.domain.audit_chain import instant
from portal.domain.cells import safe_cell
from portal.models import (
    Call,
    Centre,
    Contract,
    Document,
    Event,
    Partner,
    Person,
    Proposal,
    Report,
)
from portal.services import chain, seal

if TYPE_CHECKING:
    from peewee import Field, ModelSelect

SIZE = 50
_NAMED: "tuple[Field[Any], ...]" = (
    Call.reference,
    Centre.reference,
    Contract.reference,
    Report.reference,
    Document.number,
    Proposal.number,
    Proposal.receipt,
    Partner.name,
)
"""What people know a record by."""
COLUMNS = ("seq", "time", "at", "event", "record", "key", "person", "facts", "hash")


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; ``before`` and ``after`` are numbers of neighbouring pages."""

    name: str = ""
    reference: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked for."""
        return replace(self, before=None, after=None) != Wanted()


@dataclass(frozen=True)
class Row:
    """One event with the name of who did it; none for the portal itself."""

    event: Event
    who: str


@dataclass(frozen=True)
class Page:
    """A page of the log, newest first, and the numbers that lead to its neighbours."""

    rows: list[Row]
    newer: int | None = None
    older: int | None = None


def page(wanted: Wanted | None = None, size: int = SIZE) -> Page:
    """Return one page of the events that fit.

    What concerns a sealed proposal is told after the opening only.
    """
    asked = wanted or Wanted()
    upwards = asked.after is not None
    query = _fitting(asked).order_by(Event.seq if upwards else Event.seq.desc())
    found = list(query.limit(size + 1))
    more, events = len(found) > size, found[:size]
    if upwards:
        events.reverse()
    has_newer = more if upwards else asked.before is not None
    has_older = upwards or more
    return Page(
        list(_rows(events)),
        newer=events[0].seq if events and has_newer else None,
        older=events[-1].seq if events and has_older else None,
    )


def names() -> list[str]:
    """Return the names of the events that the log tells of."""
    query = Event.select(Event.name).where(_known()).distinct().order_by(Event.name)
    return [each.name for each in query]


def _fitting(asked: Wanted) -> "ModelSelect[Event]":
    query: ModelSelect[Event] = Event.select().where(_known())
    for condition in _conditions(asked):
        query = query.where(condition)
    return query


def _known() -> Expression:
    known: Expression = Event.seq.is_null(is_null=False) & ~seal.hidden_events()
    return known


def _conditions(asked: Wanted) -> Iterator[Expression]:
    """Give the condition of each filter that is set."""
    for name, condition in _FILTERS.items():
        value = getattr(asked, name)
        if value not in ("", None):
            yield condition(value)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _about(reference: str) -> Expression:
    """Return the condition for events on records whose reference begins so."""
    found = [(each.model, each.startswith(reference)) for each in _NAMED]
    keys = [model.select(model.id).where(begins) for model, begins in found]
    return reduce(or_, [Event.subject_id.in_(each) for each in keys])


def _people(text: str) -> "ModelSelect[Person]":
    named = Person.name.contains(text) | (Person.email == text.lower())
    return Person.select(Person.id).where(named)


_FILTERS: Mapping[str, Callable[[Any], Expression]] = {
    "name": lambda name: Event.name == name,
    "reference": _about,
    "person": lambda text: Event.actor_id.in_(_people(text)),
    "since": lambda day: Event.logged_at >= _midnight(day),
    "until": lambda day: Event.logged_at < _midnight(day) + timedelta(days=1),
    "before": lambda seq: Event.seq < seq,
    "after": lambda seq: Event.seq > seq,
}


def _rows(events: Iterable[Event]) -> Iterator[Row]:
    listed = list(events)
    people = _names({event.actor_id for event in listed if event.actor_id})
    for event in listed:
        yield Row(event, people.get(event.actor_id, ""))


def _names(ids: set[UUID]) -> dict[UUID | None, str]:
    people = Person.select(Person.id, Person.name).where(Person.id.in_(list(ids)))
    return {person.id: person.name for person in people}


def table(wanted: Wanted) -> Iterator[str]:
    """Give every event that fits as rows of CSV, oldest first; no cell acts as a formula."""
    yield _csv(COLUMNS)
    for seq, logged_at, at, *more in every(wanted):
        yield _csv((seq, instant(logged_at), instant(at), *more))


def every(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    """Give every event that fits as a row of plain values, oldest first, some at a time."""
    last = wanted.after or 0
    while events := list(_fitting(replace(wanted, after=last)).order_by(Event.seq).limit(500)):
        yield from (_cells(row) for row in _rows(events))
        last = chain.place_of(events[-1])


def _cells(row: Row) -> tuple[object, ...]:
    event = row.event
    times = (event.logged_at, event.at)
    about = (event.name, event.kind, event.subject_id, row.who)
    facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True)
    return (event.seq, *times, *about, facts, event.hash)


def _csv(cells: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow([safe_cell(each) for each in cells])
    return line.getvalue()
