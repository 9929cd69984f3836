"""How rows of the database become tuples or records, with as little work as they need.

peewee's own readers stay with the cursor of one execution; these are made once for a query.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from peewee import CharField, DateField, Field, IntegerField, Model, TextField

_AS_THEY_ARE = (CharField, IntegerField, TextField)
"""Columns whose values both drivers give as they are wanted."""
Convert = tuple[int, Callable[[Any], Any]]
Joins = Mapping[Any, Sequence[Sequence[Any]]]
"""What a query joins to each table: the other table, and the column that leads to it."""
Beside = tuple[int, str, type[Model], list[str]]
"""The place of the table that leads to this one, by which column, and what is read of it."""


class Rows:
    """Makes tuples of a kind, such as a named one, of rows."""

    def __init__(self, kind: type[tuple[Any, ...]], columns: Sequence[Any]) -> None:
        self.make: Callable[[Sequence[Any]], Any] = getattr(kind, "_make", kind)
        self.converts = _converts(columns)

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the kind that was given
        """Return the tuple of a row."""
        return self.make(_read(row, self.converts))


class Records:
    """Makes records of rows, each with the records that were joined and read beside it."""

    def __init__(self, model: type[Model], columns: Sequence[Any], joins: Joins) -> None:
        tables = [(source, list(group)) for source, group in groupby(columns, _source)]
        order = [source for source, _group in tables]
        leading = {to: (of, name) for of, each in joins.items() for to, name, *_how in each}
        self.own = (model, [each.name for each in tables[0][1]])
        self.converts = _converts(columns)
        self.others = [_beside(order, leading, *each) for each in tables[1:]]

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - a record of the model
        """Return the record of a row, with nothing to save."""
        values = _read(row, self.converts)
        found = [_record(*self.own, values)]
        place = len(self.own[1])
        for parent, link, model, names in self.others:
            beside = values[place : place + len(names)]
            there = any(each is not None for each in beside)
            found.append(_record(model, names, beside) if there else None)
            if found[parent] is not None:
                found[parent].__rel__[link] = found[-1]
            place += len(names)
        return found[0]


def _source(column: Any) -> Any:  # noqa: ANN401 - a column of any table, or of its other name
    """Return the table that a column is read of, as the query joins it."""
    return getattr(column, "source", None) or column.model


def _beside(
    order: list[Any], leading: dict[Any, tuple[Any, str]], source: object, columns: list[Any]
) -> Beside:
    """Say which table before it leads to a joined one, and by which column."""
    parent, link = leading[source]
    return order.index(parent), link, columns[0].model, [each.name for each in columns]


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
