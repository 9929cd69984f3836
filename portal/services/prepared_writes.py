"""Rows that are added and changed by statements written once for a table and its columns.

Writing a statement costs peewee more than it costs the database to run it, and a submission
writes thirty rows.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from peewee import SQL

from portal.db import database, is_sqlite
from portal.models import Record

T = TypeVar("T", bound=Record)
KEY = "id"


def add(record: T, **moments: SQL) -> T:
    """Insert a new record with its defaults; it gets the key, where the database counts.

    ``moments`` are columns that the database fills by its own clock; the record lacks them.
    """
    cursor = _add(record, "", moments)
    if KEY not in record.__data__:
        counted = cursor.lastrowid if is_sqlite() else cursor.fetchone()[0]
        record.__data__[KEY] = counted
    return record


def add_once(record: Record) -> None:
    """Insert a record with a key of its own; nothing happens where such a row is there."""
    _add(record, " ON CONFLICT DO NOTHING", {})


def _add(record: Record, ending: str, moments: Mapping[str, SQL]) -> Any:  # noqa: ANN401 - the driver's own
    table, values = type(record), record.__data__
    columns: Mapping[str, Any] = table.columns()
    stored = [columns[name].db_value(value) for name, value in values.items()]
    stored += [value for each in moments.values() for value in each.params or ()]
    beside = tuple((name, each.sql) for name, each in moments.items())
    sql = _inserting(table, tuple(values), beside, is_sqlite())
    return database.execute_sql(sql + ending, stored)


def change(table: type[Record], key: object, values: Mapping[str, object]) -> None:
    """Give columns of the row under a key other values; nothing happens where there is none."""
    columns: Mapping[str, Any] = table.columns()
    stored = [columns[name].db_value(value) for name, value in values.items()]
    sql = _changing(table, tuple(values), is_sqlite())
    database.execute_sql(sql, [*stored, columns[KEY].db_value(key)])


@cache
def _inserting(
    table: type[Record],
    names: tuple[str, ...],
    beside: tuple[tuple[str, str], ...],
    _sqlite: bool,  # noqa: FBT001 - part of the key
) -> str:
    columns = _quoted(table, [*names, *(name for name, _sql in beside)])
    places = [database.param] * len(names) + [sql for _name, sql in beside]
    counted = "" if KEY in names or is_sqlite() else f" RETURNING {_quote(KEY)}"
    row = f"({_listed(columns)}) VALUES ({_listed(places)})"
    return f"INSERT INTO {_table(table)} {row}{counted}"


@cache
def _changing(table: type[Record], names: tuple[str, ...], _sqlite: bool) -> str:  # noqa: FBT001 - part of the key
    given = _listed(f"{each} = {database.param}" for each in _quoted(table, names))
    return f"UPDATE {_table(table)} SET {given} WHERE {_quote(KEY)} = {database.param}"  # noqa: S608 - our own names


def _quoted(table: type[Record], names: Iterable[str]) -> list[str]:
    columns = table.columns()
    return [_quote(columns[name].column_name) for name in names]


def _table(table: type[Record]) -> str:
    return _quote(table._meta.table_name)  # noqa: SLF001 - peewee's own way


def _quote(name: str) -> str:
    return f'"{name}"'


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
