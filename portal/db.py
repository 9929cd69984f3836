"""The one database handle, its transactions and its clock. It knows no Flask."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache
from threading import Event
from uuid import UUID

from peewee import SQL, Database, DatabaseProxy, SqliteDatabase
from playhouse.pool import PooledPostgresqlDatabase

from portal.line import Line, Queue
from portal.statements import Statement

database = DatabaseProxy()

BUSY_MILLISECONDS = 10_000
PATIENT_MILLISECONDS = 120_000
_TURN = 2026
"""The number of the lock that PostgreSQL keeps for ``turn``."""
_Acts = list[Callable[[], object]]
_effects: ContextVar[_Acts | None] = ContextVar("effects", default=None)
_last_acts: ContextVar[_Acts | None] = ContextVar("last_acts", default=None)


FEW, MANY = 2, 5
"""How many begin a long transaction at once in a process, and how many of them are a crowd."""
_line = Line()
_few = Queue(FEW)
_owed = Event()
os.register_at_fork(after_in_child=_line.forget)
os.register_at_fork(after_in_child=_few.forget)


class Kept(IntEnum):
    """What a transaction keeps beside the tables; the number is that of PostgreSQL's lock."""

    CALL = 2027
    """What a call says, while proposals are submitted for it."""
    FILES = 2028
    """That a stored file is there, while a row that names it is written."""


class _Sqlite(SqliteDatabase):
    context_class = Statement


class _Postgresql(PooledPostgresqlDatabase):
    context_class = Statement


def connect(url: str) -> Database:
    """Bind the portal to ``sqlite:///path`` or ``postgresql://...`` and return the handle."""
    real = _sqlite(url) if url.startswith("sqlite:") else _postgresql(url)
    database.initialize(real)
    return real


def _sqlite(url: str) -> SqliteDatabase:
    pragmas = {
        "journal_mode": "wal",
        "synchronous": "full",
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": BUSY_MILLISECONDS,
    }
    place = url.removeprefix("sqlite:///")
    _line.beside("" if place == ":memory:" else f"{place}-line")
    return _Sqlite(place, pragmas=pragmas)


@cache
def _postgresql(url: str) -> PooledPostgresqlDatabase:
    """Return the one pool of an address: a portal that is put together again keeps it."""
    return _Postgresql(
        url, prefer_psycopg3=True, max_connections=40, stale_timeout=300, timeout=10
    )


def is_sqlite() -> bool:
    """Say whether the portal runs on its embedded database."""
    return isinstance(database.obj, SqliteDatabase)


def be_patient() -> None:
    """Let this process wait longer for the database: nobody waits for its answer."""
    if is_sqlite():
        database.pragma("busy_timeout", PATIENT_MILLISECONDS, permanent=True)


def open_connection() -> None:
    """Make sure this thread has a connection; SQLite keeps its own for good."""
    database.connect(reuse_if_open=True)


def release_connection() -> None:
    """Give a pooled connection back; an embedded one stays open with its pragmas."""
    if not is_sqlite() and not database.is_closed():
        database.close()


@contextmanager
def atomic() -> Iterator[None]:
    """Run one transaction; within another one, join it. Effects follow the outer commit."""
    if database.in_transaction():
        yield
        return
    waiting: _Acts = []
    last: _Acts = []
    token, last_token = _effects.set(waiting), _last_acts.set(last)
    try:
        with _transaction():
            yield
            for act in last:
                act()
    finally:
        _effects.reset(token)
        _last_acts.reset(last_token)
    for effect in waiting:
        effect()


@contextmanager
def _transaction() -> Iterator[None]:
    """Begin at once. SQLite has one writer: everybody waits in line for it."""
    if is_sqlite():
        with _line.turn(), database.atomic("IMMEDIATE"):
            yield
        _forget_when_free()
    else:
        with database.atomic():
            yield


@contextmanager
def turn() -> Iterator[None]:
    """Have a turn among all threads and processes, for something beside the tables.

    The thread has no transaction yet.
    """
    if is_sqlite():
        with _line.turn():
            yield
    else:
        with database.connection_context(), database.atomic():
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_TURN,))
            yield


def after_commit(effect: Callable[[], None]) -> None:
    """Do ``effect`` once, after the transaction has committed; at once when there is none."""
    waiting = _effects.get()
    if waiting is None:
        effect()
    elif effect not in waiting:
        waiting.append(effect)


def before_commit(act: Callable[[], object]) -> None:
    """Do ``act`` once, as the last thing of the transaction; at once when there is none."""
    waiting = _last_acts.get()
    if waiting is None:
        act()
    elif act not in waiting:
        waiting.append(act)


@contextmanager
def orderly() -> Iterator[None]:
    """Let a few of this process begin a long transaction at once, first come first served.

    More would hold rows while they wait for the interpreter. SQLite's writers stand in line.
    """
    if is_sqlite():
        yield
        return
    _few.acquire()
    try:
        yield
    finally:
        _few.release()


def crowded() -> bool:
    """Say whether many of this process wait to write just now, as before a deadline."""
    return _line.crowded(MANY) or _few.crowded(MANY)


def keep_together(what: Kept, key: UUID | None = None) -> None:
    """Keep something until the transaction ends, beside others who do; see ``keep_alone``."""
    _keep("pg_advisory_xact_lock_shared", what, key)


def keep_alone(what: Kept, key: UUID | None = None) -> None:
    """Wait for all who keep something together, and let nobody until the transaction ends.

    Who asks first gets it first: a row that many share would never be free in a rush. SQLite
    has one writer at a time anyway.
    """
    _keep("pg_advisory_xact_lock", what, key)


def _keep(lock: str, what: Kept, key: UUID | None) -> None:
    if not is_sqlite():
        number = key.int % 2**31 if key else 0
        database.execute_sql(f"SELECT {lock}(%s, %s)", (what.value, number))


def forget_old_pages() -> None:
    """Empty the log of an embedded database of what has been deleted.

    While somebody writes or waits to, it is put off until the line is free: it takes several
    flushes. Readers are not waited for: the next call, of a submission or of the sweep, tries
    again.
    """
    if is_sqlite():
        _owed.set()
        _forget_when_free()


def _forget_when_free() -> None:
    if _owed.is_set():
        _line.if_free(_empty_log)


def _empty_log() -> None:
    _owed.clear()
    patience = database.pragma("busy_timeout")
    database.pragma("busy_timeout", 0)
    try:
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        database.pragma("busy_timeout", patience)


def now_expression(shift_seconds: int = 0) -> SQL:
    """Return the database's own clock in UTC, as an expression for use inside a statement."""
    if is_sqlite():
        return SQL("strftime('%Y-%m-%d %H:%M:%f', 'now', ?)", [f"{shift_seconds:+d} seconds"])
    return SQL(
        "(clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => %s))", [shift_seconds]
    )


def read_clock(shift_seconds: int = 0) -> datetime:
    """Return what the database's clock says now, as an aware UTC time."""
    value = database.execute_sql(*_select(now_expression(shift_seconds))).fetchone()[0]
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC)


def _select(expression: SQL) -> tuple[str, list[object]]:
    return "SELECT " + expression.sql, list(expression.params)
