"""Rows that are added and changed by statements written once for a table and its columns.

Writing a statement costs peewee more than it costs the database to run it, and a submission
writes thirty rows.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from portal.db import database, is_sqlite
from portal.models import Record

T = TypeVar("T", bound=Record)
KEY = "id"


def add(record: T) -> T:
    """Insert a new record with its defaults; it gets the key, where the database counts."""
    table, values = type(record), record.__data__
    cursor = database.execute_sql(*_filled(_inserting, table, values))
    if KEY not in values:
        values[KEY] = cursor.lastrowid if is_sqlite() else cursor.fetchone()[0]
    return record


def change(table: type[Record], key: object, values: Mapping[str, object]) -> None:
    """Give columns of the row under a key other values; nothing happens where there is none."""
    sql, stored = _filled(_changing, table, values)
    columns: Mapping[str, Any] = table.columns()
    database.execute_sql(sql, [*stored, columns[KEY].db_value(key)])


def _filled(
    write: Any,  # noqa: ANN401 - a cached function
    table: type[Record],
    values: Mapping[str, Any],
) -> tuple[str, list[object]]:
    columns: Mapping[str, Any] = table.columns()
    stored = [columns[name].db_value(value) for name, value in values.items()]
    return write(table, tuple(values), is_sqlite()), stored


@cache
def _inserting(table: type[Record], names: tuple[str, ...], _sqlite: bool) -> str:  # noqa: FBT001 - part of the key
    columns, places = _quoted(table, names), [database.param] * len(names)
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
