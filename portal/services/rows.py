"""How rows of the database become tuples or records, with as little work as they need.

peewee's own readers stay with the cursor of one execution; these are made once for a query.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from peewee import CharField, DateField, Field, ForeignKeyField, IntegerField, Model, TextField

_AS_THEY_ARE = (CharField, IntegerField, TextField)
"""Columns whose values both drivers give as they are wanted."""
Convert = tuple[int, Callable[[Any], Any]]
Beside = tuple[str, type[Model], list[str]]
"""A column that leads to another table, that table, and the columns read of it."""


class Rows:
    """Makes tuples of a kind, such as a named one, of rows."""

    def __init__(self, kind: type[tuple[Any, ...]], columns: Sequence[Any]) -> None:
        self.make: Callable[[Sequence[Any]], Any] = getattr(kind, "_make", kind)
        self.converts = _converts(columns)

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the kind that was given
        """Return the tuple of a row."""
        return self.make(_read(row, self.converts))


class Records:
    """Makes records of rows, each with the records that were read beside it."""

    def __init__(self, model: type[Model], columns: Sequence[Any]) -> None:
        self.model = model
        self.names = [each.name for each in columns if each.model is model]
        self.converts = _converts(columns)
        self.others = [_beside(model, *each) for each in _runs(columns[len(self.names) :])]

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - a record of the model
        """Return the record of a row, with nothing to save."""
        values = _read(row, self.converts)
        record = _record(self.model, self.names, values)
        place = len(self.names)
        for link, model, names in self.others:
            beside = values[place : place + len(names)]
            there = any(each is not None for each in beside)
            record.__rel__[link] = _record(model, names, beside) if there else None
            place += len(names)
        return record


def _runs(columns: Sequence[Any]) -> list[tuple[type[Model], list[str]]]:
    """Return the tables that were read beside, each with the names of its columns."""
    tables = groupby(columns, lambda each: each.model)
    return [(model, [each.name for each in group]) for model, group in tables]


def _beside(model: Any, other: type[Model], names: list[str]) -> Beside:  # noqa: ANN401
    """Add the column of a table that leads to another: of several, the first.

    A seat belongs to its holder before it names an alternate; queries join on the same one.
    """
    fields = model.columns().values()
    leading = [each for each in fields if isinstance(each, ForeignKeyField)]
    link = next(each.name for each in leading if each.rel_model is other)
    return str(link), other, names


def _converts(columns: Sequence[Any]) -> list[Convert]:
    fields = ((place, each) for place, each in enumerate(columns) if isinstance(each, Field))
    return [(place, _reader(each)) for place, each in fields if type(each) not in _AS_THEY_ARE]


def _reader(field: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a field of any table
    return _day if type(field) is DateField else field.python_value


def _day(value: str | date) -> date:
    """Read a day: peewee would try several ways of writing one."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _read(row: Sequence[Any], converts: list[Convert]) -> list[Any]:
    values = list(row)
    for place, convert in converts:
        if values[place] is not None:
            values[place] = convert(values[place])
    return values


def _record(model: type[Model], names: list[str], values: Sequence[Any]) -> Any:  # noqa: ANN401
    record: Any = model(__no_default__=True)
    record.__data__.update(zip(names, values, strict=False))
    return record
