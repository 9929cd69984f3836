"""The sections of a report that are forms: what each holds, and how what was typed is read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.errors import NotFound, RuleBroken

MOST_ROWS = 40
LEVELS = range(1, 6)
"""How likely a risk is, and how much harm it does: from 1, hardly, to 5, very."""
Content = Mapping[str, Any]
"""``tables`` holds lists of rows by the name of their table, ``values`` the single fields."""
Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    LEVEL = "level"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One field; ``most`` is its longest text or highest number, ``choices`` its answers.

    A ``needed`` field is asked for before submission. A ``carried`` one is taken over from the
    last accepted report as a suggestion; counts of a period never are.
    """

    name: str
    kind: Kind
    most: int = 300
    choices: type[StrEnum] | None = None
    needed: bool = False
    carried: bool = False

    @property
    def group(self) -> str:
        """The group under which the words of its answers stand."""
        return self.choices.__name__ if self.choices else ""


@dataclass(frozen=True)
class Table:
    """A table of a section: its rows are fixed by the contract, or ``free`` to be added.

    ``words`` is the group of words that names its rows where they bear no text of their own.
    """

    name: str
    fields: tuple[Field, ...]
    free: bool = False
    words: str = ""


@dataclass(frozen=True)
class Spec:
    """What a section consists of."""

    code: str
    tables: tuple[Table, ...] = ()
    values: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One fixed row: what it asks about, and what the contract plans of it."""

    key: str
    label: str
    under: str = ""
    planned: int | None = None


Frame = Mapping[str, Sequence[Asked]]
"""The fixed rows of a section by the name of their table."""


def clean(spec: Spec, frame: Frame, given: Content) -> dict[str, Any]:
    """Return a content with what the section has fields for, its fixed rows in their order.

    Raise ``NotFound`` for a row that the contract does not have and ``RuleBroken`` for what no
    field can hold.
    """
    tables, values = given.get("tables", {}), given.get("values", {})
    return {
        "tables": {
            each.name: _rows(each, frame, tables.get(each.name, ())) for each in spec.tables
        },
        "values": {each.name: _read(each, values.get(each.name)) for each in spec.values},
    }


def _rows(table: Table, frame: Frame, given: Sequence[Row]) -> list[dict[str, Any]]:
    if table.free:
        if len(given) > MOST_ROWS:
            raise RuleBroken("report_rows_many", table.name, most=MOST_ROWS)
        return [_row(table, str(number), row) for number, row in enumerate(given)]
    typed = {str(row.get("key")): row for row in given}
    keys = [each.key for each in frame.get(table.name, ())]
    if set(typed) - set(keys):
        raise NotFound
    return [_row(table, key, typed.get(key, {})) for key in keys]


def _row(table: Table, key: str, given: Row) -> dict[str, Any]:
    return {
        "key": key,
        **{each.name: _read(each, given.get(each.name)) for each in table.fields},
    }


def _read(field: Field, given: object) -> Any:  # noqa: ANN401 - plain data
    value = READERS[field.kind](field, given)
    size = len(value) if isinstance(value, str) else value
    if isinstance(size, int) and not 0 <= size <= field.most:
        raise RuleBroken("report_part_unreadable", field.name)
    return value


def _text(_field: Field, given: object) -> str:
    return given.strip() if isinstance(given, str) else ""


def _day(field: Field, given: object) -> str:
    text = given.isoformat() if isinstance(given, date) else _text(field, given)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise RuleBroken("report_part_unreadable", field.name) from None


def _whole(field: Field, given: object) -> int | None:
    if given in (None, ""):
        return None
    if not isinstance(given, int) or isinstance(given, bool):
        raise RuleBroken("report_part_unreadable", field.name)
    return given


def _level(field: Field, given: object) -> int | None:
    value = _whole(field, given)
    return value if value is None or value in LEVELS else _whole(field, "no level")


def _choice(field: Field, given: object) -> str:
    known = {each.value for each in field.choices or ()}
    if given in (None, ""):
        return ""
    if given not in known:
        raise RuleBroken("report_part_unreadable", field.name)
    return str(given)


READERS: Mapping[Kind, Callable[[Field, object], Any]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.LEVEL: _level,
    Kind.CHOICE: _choice,
}


def with_days(table: Table, row: Row) -> dict[str, Any]:
    """Return a kept row with its days as days."""
    names = [each.name for each in table.fields if each.kind is Kind.DAY and row.get(each.name)]
    return {**row, **{name: date.fromisoformat(row[name]) for name in names}}


def is_empty(value: object) -> bool:
    """Say whether a field holds nothing."""
    return value is None or value == ""


def is_begun(content: Content) -> bool:
    """Say whether anything was written into a section."""
    rows = [row for listed in content.get("tables", {}).values() for row in listed]
    cells = [value for row in rows for name, value in row.items() if name != "key"]
    return any(not is_empty(each) for each in (*cells, *content.get("values", {}).values()))


def suggestion(spec: Spec, earlier: Content) -> dict[str, Any]:
    """Return what of an earlier report's section is taken over: its carried fields only."""
    tables, values = earlier.get("tables", {}), earlier.get("values", {})
    return {
        "tables": {
            each.name: [_carried(each, row) for row in tables.get(each.name, ())]
            for each in spec.tables
        },
        "values": {each.name: values.get(each.name) for each in spec.values if each.carried},
    }


def _carried(table: Table, row: Row) -> dict[str, Any]:
    names = [each.name for each in table.fields if each.carried]
    return {"key": row.get("key"), **{name: row.get(name) for name in names}}


def texts(spec: Spec, content: Content) -> Iterator[tuple[str, str]]:
    """Yield each text that was typed with the input it stands in."""
    written = (Kind.LINE, Kind.TEXT)
    for table in spec.tables:
        names = [each.name for each in table.fields if each.kind in written]
        for number, row in enumerate(content.get("tables", {}).get(table.name, ())):
            yield from (
                (f"{table.name}-{number}-{name}", row.get(name) or "") for name in names
            )
    for field in spec.values:
        if field.kind in written:
            yield field.name, content.get("values", {}).get(field.name) or ""
