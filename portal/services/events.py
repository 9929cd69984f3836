"""The audit log: one event for each thing done, in the transaction that does it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from portal.db import atomic, before_commit, database, is_sqlite
from portal.domain.policy import Actor
from portal.models import Event, Record
from portal.services import chain
from portal.services.prepared import Prepared
from portal.services.prepared_writes import add

if TYPE_CHECKING:
    from peewee import ModelSelect


def record(by: Actor, name: str, subject: Record, at: datetime, **facts: object) -> Event:
    """Write one event, such as ``call.published``; ``facts`` hold no personal data.

    The end of the transaction gives it its place in the chain.
    """
    with atomic():
        event = add(
            Event(
                at=at,
                actor_id=by.person_id,
                name=name,
                kind=type(subject).__name__.lower(),
                subject_id=subject.id,
                facts=facts,
            )
        )
        before_commit(chain.settle)
    return event


def mark(kind: str = "") -> int:
    """Return what grows with every event, or with every event of a kind of record."""
    where = f" WHERE kind = '{kind}'" if kind else ""
    last = database.execute_sql(f"SELECT MAX(id) FROM event{where}").fetchone()  # noqa: S608 - our own word
    return int(last[0] or 0)


def settled() -> bool:
    """Say whether nobody is writing, so that what is read now belongs to the last event.

    On PostgreSQL two transactions may commit in another order than their events are numbered;
    SQLite has one writer at a time.
    """
    return is_sqlite() or not database.execute_sql(_WRITING).fetchone()[0]


_WRITING = """SELECT EXISTS (
    SELECT 1 FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND datname = current_database()
    AND pid <> pg_backend_pid()
)"""


def timeline(subject_ids: Iterable[UUID], only: Iterable[str] = ()) -> list[Event]:
    """Return the events of some records, newest first; ``only`` keeps the named ones."""
    return _timeline(tuple(only))(*subject_ids)


@cache
def _timeline(wanted: tuple[str, ...]) -> Prepared[Event]:
    named = Event.name.in_(wanted) if wanted else Event.id.is_null(is_null=False)

    def make(*keys: UUID) -> "ModelSelect[Event]":
        chosen = Event.select().where(Event.subject_id.in_(keys) & named)
        return chosen.order_by(Event.id.desc()).limit(100)

    return Prepared(make)
