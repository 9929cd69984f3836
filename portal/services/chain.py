"""The chain of events: each gets its place at the end of the transaction that writes it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from portal import db
from portal.domain import audit_chain
from portal.domain.audit_chain import Entry
from portal.models import ChainHead, Event
from portal.models.audit import ONLY
from portal.services.prepared import Prepared
from portal.services.prepared_writes import change
from portal.services.steps import found

GROWS = ("size", "hash", "time", "frontier")
PLACE = ("seq", "logged_at", "previous", "hash")
"""The columns of the head, and of an event, that are written when an event gets its place."""


def settle() -> list[Event]:
    """Give every event of this transaction its place in the chain, and return them.

    The head stays held until the commit, so that no two transactions append to the same place:
    SQLite has one writer anyway, PostgreSQL locks the row. It runs last, so nothing is waited
    for while the head is held.
    """
    waiting = _waiting()
    if not waiting:
        return []
    head = _held()
    for event in waiting:
        _append(event, head)
    change(ChainHead, head.id, {name: getattr(head, name) for name in GROWS})
    return waiting


def _held() -> ChainHead:
    there = _kept.first(ONLY)
    if there is not None:
        return there
    ChainHead.insert(id=ONLY).on_conflict_ignore().execute()
    return found(_kept.first(ONLY))


def _locked(key: UUID) -> Any:  # noqa: ANN401 - a query
    query = ChainHead.select().where(ChainHead.id == key)
    return query if db.is_sqlite() else query.for_update()


_waiting: Prepared[Event] = Prepared(
    lambda: Event.select().where(Event.seq.is_null()).order_by(Event.id)
)
_kept: Prepared[ChainHead] = Prepared(_locked)


def head() -> ChainHead:
    """Return where the chain ends now; before the first event, an unsaved empty head."""
    return ChainHead.get_or_none(ChainHead.id == ONLY) or ChainHead()


def _append(event: Event, head: ChainHead) -> None:
    event.seq, event.previous = head.size + 1, head.hash
    event.logged_at = audit_chain.chain_time(event.at, head.time)
    leaf = leaf_of(event)
    event.hash = audit_chain.link(event.previous, leaf)
    change(Event, event.id, {name: getattr(event, name) for name in PLACE})
    head.frontier = audit_chain.grown(head.frontier, head.size, leaf)
    head.size, head.hash, head.time = event.seq, event.hash, event.logged_at


def place_of(event: Event) -> int:
    """Return the number of an event in the chain; 0 before it has one."""
    return event.seq or 0


def entry_of(event: Event) -> Entry:
    """Return an event as the chain reads it."""
    return Entry(
        seq=place_of(event),
        time=event.logged_at,
        at=event.at,
        actor=event.actor_id,
        name=event.name,
        kind=event.kind,
        subject=event.subject_id,
        facts=event.facts,
    )


def content_of(event: Event) -> dict[str, object]:
    """Return what the chain holds of an event."""
    return audit_chain.content(entry_of(event))


def leaf_of(event: Event) -> str:
    """Return the leaf of an event, taken over what its row says now."""
    return audit_chain.leaf(audit_chain.canonical(content_of(event)))


def walk(size: int = 500) -> Iterator[Event]:
    """Give every event that has a place, in the order of the chain, some at a time."""
    last = 0
    while rows := list(_after(last, size)):
        yield from rows
        last = place_of(rows[-1])


def _after(seq: int, size: int) -> Iterator[Event]:
    query = Event.select().where(Event.seq > seq).order_by(Event.seq).limit(size)
    return iter(query)


def unplaced() -> int:
    """Count the events that stand beside the chain; there are none unless a row was forged."""
    return Event.select().where(Event.seq.is_null()).count()
