"""The one database handle, its transactions and its clock. It knows no Flask."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Event, Lock

from peewee import SQL, Database, DatabaseProxy, Model, SqliteDatabase
from playhouse.pool import PooledPostgresqlDatabase

database = DatabaseProxy()

BUSY_MILLISECONDS = 10_000
PATIENT_MILLISECONDS = 120_000
_Acts = list[Callable[[], None]]
_effects: ContextVar[_Acts | None] = ContextVar("effects", default=None)
_last_acts: ContextVar[_Acts | None] = ContextVar("last_acts", default=None)


class Line:
    """The line of all who write to an embedded database: threads, and other processes.

    Waiting in SQLite is trying again by chance: in a rush somebody never gets a turn. Who ends
    leaves the line by that, also when killed. Where the file of the line cannot be opened, the
    threads of this process line up all the same, and SQLite keeps the processes apart.
    """

    def __init__(self) -> None:
        self.place = ""
        self.own = Lock()
        self.handle: int | None = None

    def beside(self, place: str) -> None:
        """Line up at a file beside the database."""
        self.forget()
        self.place = place

    def forget(self) -> None:
        """Let go of the file: a process that was forked lines up by itself."""
        if self.handle is not None:
            os.close(self.handle)
        self.handle, self.own = None, Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it."""
        with self.own:
            handle = self._opened()
            if handle is None:
                yield
                return
            fcntl.flock(handle, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)

    def if_free(self, act: Callable[[], None]) -> None:
        """Do something in a turn, but only when nobody has one or waits for it here."""
        if not self.own.acquire(blocking=False):
            return
        try:
            self._alone(act)
        finally:
            self.own.release()

    def _alone(self, act: Callable[[], None]) -> None:
        handle = self._opened()
        if handle is None:
            act()
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            act()
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)

    def _opened(self) -> int | None:
        if self.handle is None and self.place:
            try:
                self.handle = os.open(self.place, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError:
                return None
        return self.handle


class Gathered:
    """Does something once for all who ask for it while somebody waits to do it.

    The one who waits has not begun, so what is done then comes after the commits of all.
    """

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.present = Lock()
        self.next = Lock()

    def __call__(self) -> None:
        """Do it, unless somebody else is about to."""
        if not self.next.acquire(blocking=False):
            return
        with self.present:
            self.next.release()
            self.act()


_line = Line()
_owed = Event()
os.register_at_fork(after_in_child=_line.forget)


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
    return SqliteDatabase(place, pragmas=pragmas)


def _postgresql(url: str) -> PooledPostgresqlDatabase:
    return PooledPostgresqlDatabase(
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


def after_commit(effect: Callable[[], None]) -> None:
    """Do ``effect`` once, after the transaction has committed; at once when there is none."""
    waiting = _effects.get()
    if waiting is None:
        effect()
    elif effect not in waiting:
        waiting.append(effect)


def before_commit(act: Callable[[], None]) -> None:
    """Do ``act`` once, as the last thing of the transaction; at once when there is none."""
    waiting = _last_acts.get()
    if waiting is None:
        act()
    elif act not in waiting:
        waiting.append(act)


def stop_writers(table: type[Model]) -> None:
    """Wait for whoever writes to a table, and let nobody until this transaction has ended.

    SQLite has one writer at a time anyway.
    """
    if not is_sqlite():
        database.execute_sql(f'LOCK TABLE "{table._meta.table_name}" IN SHARE MODE')  # noqa: SLF001 - peewee's own way


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
