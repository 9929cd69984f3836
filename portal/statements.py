"""How peewee's queries become SQL, at a fraction of what peewee spends on it.

peewee asks every part of a query for its text, in a state that is copied for each part: that
costs more than the database's answer. Here a column, a comparison of a column with a value, and
the saving of a record are written at once, and everything else is left to peewee. The text and
the values are the same to the letter; tests/services/test_statements.py holds them together.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import (
    OP,
    SCOPE_VALUES,
    Context,
    Expression,
    Field,
    FieldAlias,
    ForeignKeyField,
    Model,
    ModelInsert,
    ModelUpdate,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Part = Any
"""A part of a query: peewee's own kinds have no public types."""
Columns = list[tuple[Any, "Callable[[Any], object]"]]
"""What is stored, each with what turns a value into one of the database."""
_STORED = (str, int, float, bytes, type(None))
"""What is no part of a query, as the database takes it."""
_GIVEN = (str, int, UUID, date, Decimal)
"""What a column is compared with most often."""
_COMPARED = frozenset({OP.EQ, OP.NE, OP.LT, OP.LTE, OP.GT, OP.GTE})
_saved: dict[tuple[object, ...], tuple[str, Columns]] = {}
"""The text of each way to save a record: as many as there are tables and sets of columns."""


class Statement(Context):
    """A statement that is being written."""

    __slots__ = ()
    if TYPE_CHECKING:
        _sql: list[str]
        _values: list[object]

    def sql(self, obj: Part) -> "Statement":
        """Add a part of a query."""
        write = _WRITERS.get(type(obj)) or (isinstance(obj, Field) and _column)
        if not write or not write(self, obj):
            super().sql(obj)  # type: ignore[no-untyped-call]
        return self

    def value(self, value: Part, converter: Part = None, add_param: Part = True) -> "Statement":  # noqa: FBT002 - peewee's own
        """Add a value, which stands beside the text."""
        settings = self.state.settings
        if converter is None:
            converter = settings.get("converter")
        if converter:
            value = converter(value)
        if not isinstance(value, _STORED) or settings.get("value_literals"):
            super().value(value, False, add_param)  # noqa: FBT003 - it is converted
            return self
        self._values.append(value)
        if add_param:
            self._sql.append(settings.get("param") or "?")
        return self


@cache
def _quoted(name: str, quotes: str) -> str:
    return name.replace(quotes[0], quotes).join(quotes)


def _column(statement: Statement, field: Part) -> bool:
    """Write the column of a table, or of another name that a query gives the table."""
    if isinstance(field, FieldAlias):
        source, name = field.source, field.field.column_name
        alias = source.alias
    elif type(field).__sql__ is Field.__sql__:
        source, name = field.model._meta.table, field.column_name
        alias = source._alias
    else:
        return False
    quotes = statement.state.settings.get("quote") or '""'
    text = _quoted(name, quotes)
    if statement.state.scope != SCOPE_VALUES:
        text = f"{_quoted(_table(statement, source, alias), quotes)}.{text}"
    statement._sql.append(text)
    return True


def _table(statement: Statement, source: Part, alias: str | None) -> str:
    """Return what the statement calls a table."""
    names: Part = statement.alias_manager
    known = names._mapping[names._current_index - 1]
    if alias:
        known[source] = alias
    name: str = known.get(source) or names.add(source)
    return name


def _comparison(statement: Statement, compared: Part) -> bool:
    """Write the comparison of a column with a value, or with the record that it names."""
    field, value = compared.lhs, compared.rhs
    of_column = isinstance(field, Field) and getattr(field, "_coerce", False)
    if compared.op not in _COMPARED or not of_column:
        return False
    if not isinstance(value, _GIVEN) and not _named(field, value):
        return False
    before, after = ("", "") if compared.flat else ("(", ")")
    statement._sql.append(before)
    statement.sql(field)
    statement._sql.append(f" {compared.op} ")
    statement.value(value, field.db_value)
    statement._sql.append(after)
    return True


def _named(field: Part, value: object) -> bool:
    """Say whether it is a record of the table that a column leads to."""
    return isinstance(field, ForeignKeyField) and isinstance(value, field.rel_model)


def _insert(statement: Statement, query: Part) -> bool:
    """Write that a record is stored."""
    row = query._insert
    special = query._columns or query._on_conflict or query._cte_list or statement._sql
    if special or not isinstance(row, dict) or query.model._meta.defaults.keys() - row.keys():
        return False
    return _save(statement, query, row)


def _update(statement: Statement, query: Part) -> bool:
    """Write that columns of records are changed."""
    special = query._from or query._cte_list or query._order_by or statement._sql
    if special or query._limit is not None or query._offset is not None:
        return False
    return _save(statement, query, query._update)


def _save(statement: Statement, query: Part, row: dict[Part, object]) -> bool:
    """Write what is stored; nothing when a value is for the database to find out."""
    settings = statement.state.settings
    signs = (settings["param"], settings["quote"])
    key = (type(query), query.model, signs, *row)
    text, columns = _saved.get(key) or _saved.setdefault(key, _saving(query, row, *signs))
    if any(isinstance(each, Node) and not isinstance(each, Model) for each in row.values()):
        return False
    values = [convert(row[column]) for column, convert in columns]
    query._set_table_alias(statement)
    statement._sql.append(text)
    statement._values.extend(values)
    with statement.scope_values():
        if query._where is not None:
            with statement.scope_normal(subquery=True):
                statement.literal(" WHERE ").sql(query._where)
        query.apply_returning(statement)
    return True


def _saving(
    query: Part, row: dict[Part, object], param: str, quotes: str
) -> tuple[str, Columns]:
    """Return the text that stores these columns, and in which order."""
    columns = sorted(row, key=lambda each: each._sort_key)
    names = [_quoted(each.column_name, quotes) for each in columns]
    converts = [(each, each.db_value) for each in columns]
    table = _quoted(query.model._meta.table_name, quotes)
    if isinstance(query, ModelUpdate):
        changes = ", ".join(f"{each} = {param}" for each in names)
        return f"UPDATE {table} SET {changes}", converts  # noqa: S608 - our own names
    places = ", ".join([param] * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", converts  # noqa: S608 - our own names


_WRITERS: "dict[type, Callable[[Statement, Part], bool]]" = {
    Expression: _comparison,
    ModelInsert: _insert,
    ModelUpdate: _update,
}
