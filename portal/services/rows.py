"""How rows of the database become tuples or records, with as little work as they need.

peewee's own readers stay with the cursor of one execution; these are made once for a query.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from peewee import CharField, DateField, Field, ForeignKeyField, IntegerField, Model, TextField

_AS_THEY_ARE = (CharField, IntegerField, TextField)
"""Columns whose values both drivers give as they are wanted."""
Convert = tuple[int, Callable[[Any], Any]]


class Rows:
    """Makes tuples of a kind, such as a named one, of rows."""

    def __init__(self, kind: type[tuple[Any, ...]], columns: Sequence[Any]) -> None:
        self.make: Callable[[Sequence[Any]], Any] = getattr(kind, "_make", kind)
        self.converts = _converts(columns)

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the kind that was given
        """Return the tuple of a row."""
        return self.make(_read(row, self.converts))


class Records:
    """Makes records of rows, each with the one record that was read with it, if any."""

    def __init__(self, model: type[Model], columns: Sequence[Any]) -> None:
        own = [each for each in columns if each.model is model]
        others = columns[len(own) :]
        self.model = model
        self.names = [each.name for each in own]
        self.converts = _converts(columns)
        self.other = others[0].model if others else None
        self.other_names = [each.name for each in others]
        self.link = _link(model, self.other)

    def __call__(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - a record of the model
        """Return the record of a row, with nothing to save."""
        values = _read(row, self.converts)
        record = _record(self.model, self.names, values)
        if self.other is not None:
            beside = values[len(self.names) :]
            found = any(each is not None for each in beside)
            other = _record(self.other, self.other_names, beside) if found else None
            record.__rel__[self.link] = other
        return record


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


def _link(model: Any, other: type[Model] | None) -> str:  # noqa: ANN401 - has ``columns``
    """Return the column of a table that leads to another table: of several, the first.

    A seat belongs to its holder before it names an alternate; queries join on the same one.
    """
    if other is None:
        return ""
    fields = model.columns().values()
    leading = [each for each in fields if isinstance(each, ForeignKeyField)]
    return next(str(each.name) for each in leading if each.rel_model is other)
