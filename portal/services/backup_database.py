"""The database in a backup: one moment of it, copied while others go on, and put back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict

from portal import db
from portal.domain.errors import RuleBroken
from portal.models import TABLES
from portal.services import files

SQLITE, POSTGRESQL = "portal.sqlite", "portal.dump"
"""How the copy of each database is named in a backup."""
QUEUE = "portal_*"
"""The tables of the queue of jobs: the worker makes them, and asks the others what is to do."""
_STATE = "SELECT size, hash FROM chain_head"
_SCHEMA = "SELECT MAX(name) FROM schema_migration"


@dataclass(frozen=True)
class Moment:
    """What the database says at one moment: its schema, the end of its log, files it names."""

    schema: str
    events: int
    head: str
    named: frozenset[str]


class Held(Protocol):
    """A moment that stays as it is while others write."""

    @property
    def moment(self) -> Moment:
        """Return what it says."""

    def copy(self, target: Path) -> None:
        """Write the database as it was then into a new file."""


class _Rows(Protocol):
    def execute(self, query: Any, /) -> Any: ...  # noqa: ANN401 - of either driver


def name() -> str:
    """Return how the copy of the present database is named."""
    return SQLITE if db.is_sqlite() else POSTGRESQL


@contextmanager
def held() -> Iterator[Held]:
    """Hold the present moment; nobody waits for it."""
    place = str(db.database.obj.database)
    with _sqlite(place) if db.is_sqlite() else _postgresql(place) as found:
        yield found


def _read(rows: _Rows) -> Moment:
    count, head = rows.execute(_STATE).fetchone() or (0, "")
    named: set[str] = set()
    for table in (each._meta.table_name for each in TABLES if "path" in each.columns()):  # noqa: SLF001 - peewee's own way
        told = rows.execute(f"SELECT path FROM {table} WHERE path <> ''")  # noqa: S608 - ours
        named.update(path for (path,) in told.fetchall())
    return Moment(str(rows.execute(_SCHEMA).fetchone()[0]), count, head, frozenset(named))


@dataclass(frozen=True)
class _Embedded:
    connection: sqlite3.Connection
    moment: Moment

    def copy(self, target: Path) -> None:
        try:
            with closing(sqlite3.connect(target)) as copy:
                self.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise RuleBroken("backup_disk", told=str(error)) from error


@contextmanager
def _sqlite(place: str) -> Iterator[_Embedded]:
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        yield _Embedded(connection, _read(connection))


@dataclass(frozen=True)
class _Server:
    place: str
    snapshot: str
    moment: Moment

    def copy(self, target: Path) -> None:
        told = (f"--snapshot={self.snapshot}", f"--exclude-table={QUEUE}", f"--file={target}")
        _run("pg_dump", self.place, "--format=custom", "--no-owner", "--no-acl", *told)


@contextmanager
def _postgresql(place: str) -> Iterator[_Server]:
    with psycopg.connect(place) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield _Server(place, str(snapshot and snapshot[0]), _read(connection))


def look_into(copy: Path) -> Moment | None:
    """Return what a copy says, where that can be told without a server; it must be whole."""
    if copy.name == POSTGRESQL:
        _run("pg_restore", "", "--list", str(copy))
        return None
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise RuleBroken("backup_differs", file=copy.name)
            return _read(connection)
    except sqlite3.Error as error:
        raise RuleBroken("backup_differs", file=copy.name) from error


def is_empty() -> bool:
    """Say whether the present database holds nothing of a portal yet."""
    db.open_connection()
    return not db.database.table_exists("person")


def put_back(copy: Path) -> None:
    """Make a copy the present database, which is empty."""
    place = str(db.database.obj.database)
    if copy.name == POSTGRESQL:
        told = (
            "--no-owner",
            "--no-acl",
            "--single-transaction",
            f"--dbname={_database(place)}",
        )
        _run("pg_restore", place, *told, str(copy))
        return
    db.database.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{place}{ending}").unlink(missing_ok=True)
    arriving = Path(f"{place}-arriving")
    shutil.copyfile(copy, arriving)
    files.flush(arriving)
    arriving.replace(place)
    files.flush(Path(place))
    db.open_connection()


def _run(tool: str, place: str, *told: str) -> None:
    """Run a tool of PostgreSQL; its password is in no list of processes."""
    if shutil.which(tool) is None:
        raise RuleBroken("backup_tool", tool=tool)
    done = subprocess.run(  # noqa: S603 - our own words
        (tool, *told), env={**os.environ, **_where(place)}, capture_output=True, check=False
    )
    if done.returncode:
        raise RuleBroken("backup_tool_failed", tool=tool, told=done.stderr.decode()[-300:])


_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


def _database(place: str) -> str:
    return str(conninfo_to_dict(place)["dbname"])


def _where(place: str) -> Mapping[str, str]:
    parts = conninfo_to_dict(place) if place else {}
    return {_NAMES[key]: str(value) for key, value in parts.items() if key in _NAMES}
