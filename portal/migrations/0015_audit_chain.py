"""The chain of events with its head and checkpoints, and signed receipts."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import (
    BigIntegerField,
    CharField,
    Database,
    DateTimeField,
    Model,
    PostgresqlDatabase,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns

START = hashlib.sha256(b"portal audit chain").hexdigest()
INDEX = "event_seq"
KNOWN = "id, at, actor_id, name, kind, subject_id, facts"


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Event(Table):
    seq = BigIntegerField(null=True)
    logged_at = InstantField(null=True)
    previous = CharField(max_length=64)
    hash = CharField(max_length=64)


class Proposal(Table):
    receipt_facts = TextField()
    receipt_signature = CharField(max_length=100)


class ChainHead(Table):
    size = BigIntegerField()
    hash = CharField(max_length=64)
    time = InstantField(null=True)
    frontier = TextField()
    verified_at = InstantField(null=True)
    verified_size = BigIntegerField()
    fault = TextField()


class Checkpoint(Table):
    size = BigIntegerField(unique=True)
    root = CharField(max_length=64)
    chain = CharField(max_length=64)
    key_id = CharField(max_length=16)
    note = TextField()
    made_at = InstantField(index=True)


NEW = (ChainHead, Checkpoint)
CHAINED = {"seq": None, "logged_at": None, "previous": "", "hash": ""}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns, chain the events that exist in their order, and make the tables."""
    with db.bind_ctx([Event, Proposal, *NEW]):
        add_columns(db, Event, CHAINED)
        add_columns(db, Proposal, {"receipt_facts": "{}", "receipt_signature": ""})
        db.create_tables(NEW)
        _chain(db)
    _run(db, f"CREATE UNIQUE INDEX {INDEX} ON event (seq)")


def _chain(db: Database) -> None:
    mark = "%s" if isinstance(db, PostgresqlDatabase) else "?"
    sets = ", ".join(f"{name} = {mark}" for name in CHAINED)
    place, previous, time = 0, START, None
    frontier: list[str] = []
    for key, at, *told in _events(db):
        place += 1
        time = at if time is None else max(at, time)
        leaf = _leaf(place, at, time, told)
        own = _sha256(b"\x02" + bytes.fromhex(previous) + bytes.fromhex(leaf))
        values = (place, _stored(time), previous, own, key)
        _run(db, f"UPDATE event SET {sets} WHERE id = {mark}", values)  # noqa: S608 - own names
        previous, frontier = own, _grown(frontier, place - 1, leaf)
    ChainHead.create(
        id=UUID(int=1),
        size=place,
        hash=previous,
        time=None if time is None else _stored(time),
        frontier=json.dumps(frontier, separators=(",", ":")),
        verified_size=0,
        fault="{}",
    )


def _events(db: Database) -> Iterator[list[Any]]:
    last = 0
    while True:
        query = f"SELECT {KNOWN} FROM event WHERE id > {last} ORDER BY id LIMIT 1000"  # noqa: S608 - own names
        rows = _run(db, query).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        for key, at, actor, name, kind, subject, facts in rows:
            moment = datetime.fromisoformat(at) if isinstance(at, str) else at
            yield [key, moment, actor, name, kind, subject, facts]


def _leaf(place: int, at: datetime, time: datetime, told: list[Any]) -> str:
    actor, name, kind, subject, facts = told
    content = {
        "seq": place,
        "at": _instant(at),
        "actor": None if actor is None else str(UUID(str(actor))),
        "name": name,
        "kind": kind,
        "subject": str(UUID(str(subject))),
        "facts": json.loads(facts),
        **({} if time == at else {"time": _instant(time)}),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _sha256(b"\x00" + text.encode())


def _grown(frontier: list[str], size: int, leaf: str) -> list[str]:
    parts = [*frontier, leaf]
    while size % 2 == 1:
        right, left = parts.pop(), parts.pop()
        parts.append(_sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)))
        size //= 2
    return parts


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _run(db: Database, query: str, values: tuple[Any, ...] = ()) -> Any:  # noqa: ANN401 - a cursor
    return db.execute_sql(query, values or None)  # type: ignore[no-untyped-call]


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop what ``up`` made; the events themselves stay."""
    _run(db, f"DROP INDEX {INDEX}")
    drop_columns(db, "event", *CHAINED)
    drop_columns(db, "proposal", "receipt_facts", "receipt_signature")
    with db.bind_ctx(NEW):
        db.drop_tables(NEW)
