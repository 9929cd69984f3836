"""Queries that are written in SQL once and asked many times, each time with other values.

Writing a query costs peewee more than it costs the database to answer it, and a page of a call
asks twenty.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from peewee import UUIDField

from portal.db import database, is_sqlite
from portal.models.base import InstantField
from portal.services.rows import Records, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peewee import ModelDelete, ModelSelect, ModelUpdate

T = TypeVar("T")
Value = UUID | datetime | str | int
Key = tuple[bool, tuple[type, ...]]
_KEYS: Any = UUIDField()
_MOMENTS = InstantField()
_FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
_FIRST_KEY = 2**127
_FIRST_NUMBER = 2**40


@dataclass(frozen=True)
class _Written:
    sql: str
    fixed: list[object]
    places: list[tuple[int, int]]
    """Where a value belongs: its place in the statement, and among the given ones."""
    read: "Callable[[Sequence[Any]], Any]"


class Prepared(Generic[T]):
    """A query that ``make`` builds from keys, moments, texts and numbers: call it with values.

    It gives records; or with ``plain`` tuples of the chosen columns. Lists are given as several
    values; each count of them is written once. A text must stand in the query as it was given,
    not as a part of a pattern.
    """

    def __init__(
        self,
        make: "Callable[..., ModelSelect[Any]]",
        *,
        plain: "type[tuple[Any, ...]] | None" = None,
    ) -> None:
        self.make = make
        self.plain = plain
        self.known: dict[Key, _Written] = {}

    def __call__(self, *values: Value) -> list[T]:
        """Return the rows for some values."""
        key = (is_sqlite(), tuple(type(each) for each in values))
        written = self.known.get(key)
        if written is None:
            written = self.known[key] = self._write(values)
        return [written.read(row) for row in _ask(written, values).fetchall()]

    def first(self, *values: Value) -> T | None:
        """Return the first row for some values, or None."""
        return next(iter(self(*values)), None)

    def _write(self, values: tuple[Value, ...]) -> _Written:
        query, statement = _statement(self.make, values)
        return _Written(*statement, self._reader(query))

    def _reader(self, query: Any) -> "Callable[[Sequence[Any]], Any]":  # noqa: ANN401 - peewee's
        columns = query.selected_columns
        if self.plain is not None:
            return Rows(self.plain, columns)
        return Records(query.model, columns, query._joins)  # noqa: SLF001 - told nowhere else


class PreparedWrite:
    """A change or deletion that ``make`` builds from keys, moments, texts and numbers."""

    def __init__(self, make: "Callable[..., ModelDelete | ModelUpdate]") -> None:
        self.make = make
        self.known: dict[Key, _Written] = {}

    def __call__(self, *values: Value) -> int:
        """Write for some values; return how many rows that touched."""
        key = (is_sqlite(), tuple(type(each) for each in values))
        written = self.known.get(key)
        if written is None:
            _query, statement = _statement(self.make, values)
            written = self.known[key] = _Written(*statement, len)
        return int(_ask(written, values).rowcount)


Statement = tuple[str, list[object], list[tuple[int, int]]]


def _statement(make: "Callable[..., Any]", values: tuple[Value, ...]) -> tuple[Any, Statement]:
    """Write a statement for samples, and find where the values belong."""
    samples = [_sample(type(each), number) for number, each in enumerate(values)]
    query = make(*samples)
    sql, fixed = query.sql()
    stored = [_stored(each) for each in samples]
    places = [(place, stored.index(each)) for place, each in enumerate(fixed) if each in stored]
    if {index for _place, index in places} != set(range(len(values))):
        message = "a value does not stand in the query as it was given"
        raise ValueError(message)
    return query, (sql, list(fixed), places)


def _ask(written: _Written, values: tuple[Value, ...]) -> Any:  # noqa: ANN401 - the driver's own
    filled = list(written.fixed)
    for place, index in written.places:
        filled[place] = _stored(values[index])
    return database.execute_sql(written.sql, filled)


def _stored(value: Value) -> object:
    if isinstance(value, UUID):
        return _KEYS.db_value(value)
    return _MOMENTS.db_value(value) if isinstance(value, datetime) else value


def _sample(kind: type, number: int) -> Value:
    """Return a value that no row has, to find its place in a query."""
    if kind is UUID:
        return UUID(int=_FIRST_KEY + number)
    if kind is datetime:
        return _FIRST_MOMENT + timedelta(days=number)
    return _FIRST_NUMBER + number if kind is int else f"\0{number}"
