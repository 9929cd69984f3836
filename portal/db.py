"""The one database handle, its transactions and its clock. It knows no Flask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from peewee import SQL, Database, DatabaseProxy, SqliteDatabase
from playhouse.pool import PooledPostgresqlDatabase

database = DatabaseProxy()

_effects: ContextVar[list[Callable[[], None]] | None] = ContextVar("effects", default=None)


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
        "busy_timeout": 10_000,
    }
    return SqliteDatabase(url.removeprefix("sqlite:///"), pragmas=pragmas)


def _postgresql(url: str) -> PooledPostgresqlDatabase:
    return PooledPostgresqlDatabase(
        url, prefer_psycopg3=True, max_connections=40, stale_timeout=300, timeout=10
    )


def is_sqlite() -> bool:
    """Say whether the portal runs on its embedded database."""
    return isinstance(database.obj, SqliteDatabase)


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
    waiting: list[Callable[[], None]] = []
    token = _effects.set(waiting)
    try:
        with database.atomic("IMMEDIATE") if is_sqlite() else database.atomic():
            yield
    finally:
        _effects.reset(token)
    for effect in waiting:
        effect()


def after_commit(effect: Callable[[], None]) -> None:
    """Do ``effect`` once the transaction has committed, at once when there is none."""
    waiting = _effects.get()
    if waiting is None:
        effect()
    else:
        waiting.append(effect)


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
