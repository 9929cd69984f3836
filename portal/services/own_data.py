"""What the portal keeps about a person, told to that person."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from peewee import BooleanField, DateField, Field, ForeignKeyField, IntegerField, fn

from portal.db import atomic
from portal.domain.policy import Actor
from portal.models import TABLES, Event, Follower, MemberInvitation, Person, Record
from portal.models.base import EnumField, InstantField
from portal.services import accounts, events

FORMAT = "portal own data 1"
ACCOUNT = ("email", "name", "language", "confirmed_at", "seen_at", "created_at")
PLAIN = (EnumField, InstantField, DateField, BooleanField, IntegerField)
"""What is told of a record about a person: states, counts and times; no text and no secret."""
BY = "_by"


@dataclass(frozen=True)
class Done:
    """What a person did, by its name in the log: how often, and when last."""

    name: str
    count: int
    last: datetime


@dataclass(frozen=True)
class Overview:
    """What is kept about a person, in counts: acts in the log, and records by their kind."""

    person: Person
    done: list[Done]
    records: int


def overview(by: Actor) -> Overview:
    """Tell a person in counts what is kept about them."""
    person = accounts.person_of(by)
    return Overview(person, _done(person), sum(1 for _ in _records(person)))


def _done(person: Person) -> list[Done]:
    count, last = fn.COUNT(Event.id), fn.MAX(Event.at)
    mine = Event.select(Event.name, count, last).where(Event.actor_id == person.id)
    rows = cast("Iterable[tuple[str, int, datetime]]", mine.group_by(Event.name).tuples())
    return sorted((Done(*row) for row in rows), key=lambda each: each.last, reverse=True)


def take(by: Actor, at: datetime) -> str:
    """Return all that is kept about a person as JSON, for them alone; the log tells of it.

    The account, each record that names the person with the part they have in it, each line of
    the log about what they did, and where only their address is kept. What they wrote stands in
    the records of their organisation or of the office.
    """
    person = accounts.person_of(by)
    with atomic():
        events.record(by, "person.data_taken", person, at)
        told = {
            "format": FORMAT,
            "at": at.isoformat(),
            "account": {name: _plain(getattr(person, name)) for name in ACCOUNT},
            "records": list(_records(person)),
            "log": [_line(each) for each in _log(person)],
            "address": dict(_by_address(person.email)),
        }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _log(person: Person) -> Iterator[Event]:
    found: Iterator[Event] = (
        Event.select().where(Event.actor_id == person.id).order_by(Event.id).iterator()
    )
    return found


def _line(event: Event) -> dict[str, str]:
    at = event.at.isoformat()
    return {"at": at, "name": event.name, "kind": event.kind, "record": str(event.subject_id)}


def _records(person: Person) -> Iterator[dict[str, Any]]:
    """Yield each record that names a person, and as what."""
    for table in TABLES:
        for part in _naming(table):
            told = table.select(table.id, *_telling(table, part.name)).where(part == person)
            for row in told.dicts().iterator():
                known = {name: _plain(row[name]) for name in row if row[name] is not None}
                yield {"record": table.__name__.lower(), "as": part.name, **known}


def _naming(table: type[Record]) -> list[ForeignKeyField]:
    keys = (each for each in table.columns().values() if isinstance(each, ForeignKeyField))
    return [each for each in keys if each.rel_model is Person]


def _telling(table: type[Record], part: str) -> "list[Field[Any]]":
    """Return what a record tells of the part that a person has in it.

    When it was, where somebody did something; all that is plain where it is about them.
    """
    columns = table.columns()
    if part.endswith(BY):
        moment = columns.get(f"{part.removesuffix(BY)}_at")
        return [] if moment is None else [moment]
    return [each for each in columns.values() if isinstance(each, PLAIN)]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _by_address(email: str) -> Counter[str]:
    """Count the records that hold the person's address without their account."""
    found: Counter[str] = Counter()
    for table in (Follower, MemberInvitation):
        found[table.__name__.lower()] = table.select().where(table.email == email).count()
    return +found
