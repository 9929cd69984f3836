"""The sections of a report that are forms, as cells of a workbook."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.report_book import (
    Ask,
    CellKind,
    Chapter,
    Grid,
    Line,
    Said,
    Values,
    Word,
)
from portal.domain.report_parts import MOST_ROWS, Content, Field, Kind, Table
from portal.services.report_parts import Part

SINGLE = "values"
"""The grid of the fields that stand alone, one to a line."""
KINDS: Mapping[Kind, CellKind] = {
    Kind.LINE: CellKind.TEXT,
    Kind.TEXT: CellKind.TEXT,
    Kind.DAY: CellKind.DAY,
    Kind.WHOLE: CellKind.WHOLE,
    Kind.LEVEL: CellKind.LEVEL,
    Kind.CHOICE: CellKind.CHOICE,
}


def chapter(part: Part) -> Chapter:
    """Return a section with what stands in it."""
    grids = [_grid(part, table) for table in part.spec.tables]
    if part.spec.values:
        grids.append(_single(part))
    title = Word(f"report_section.{part.code}")
    return Chapter(part.code, part.code, title, part.row.version, grids)


def _ask(field: Field) -> Ask:
    group = field.choices or ()
    choices = tuple((each.value, Word(f"{field.group}.{each.value}")) for each in group)
    return Ask(field.name, KINDS[field.kind], field.most, choices)


def _grid(part: Part, table: Table) -> Grid:
    asks = [_ask(each) for each in table.fields]
    names = (f"{table.name}_row", *_names(table))
    heads = [Word(f"report_{part.code}.{name}") for name in names]
    lines = [
        Line(
            str(place) if table.free else asked.key,
            _label(table, asked),
            asks,
            _said(table, row),
        )
        for place, (asked, row) in enumerate(part.told(table))
    ]
    return Grid(table.name, heads, [*lines, *_spare(table, asks, len(lines))], table.free)


def _spare(table: Table, asks: Sequence[Ask], used: int) -> list[Line]:
    """Return empty rows up to the most that a table of added rows can have."""
    blank = _said(table, {})
    numbers = range(used, MOST_ROWS) if table.free else ()
    return [Line(str(number), str(number + 1), asks, blank) for number in numbers]


def _names(table: Table) -> list[str]:
    return [each.name for each in table.fields]


def _label(table: Table, asked: Any) -> Said:  # noqa: ANN401 - a row of the contract
    return Word(f"{table.words}.{asked.label}") if table.words else str(asked.label)


def _said(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: _cell(each, row.get(each.name)) for each in table.fields}


def _cell(field: Field, value: Any) -> Any:  # noqa: ANN401 - plain data
    if field.kind in {Kind.WHOLE, Kind.LEVEL}:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else value or ""


def _single(part: Part) -> Grid:
    values = part.content["values"]
    lines = [
        Line(
            each.name,
            Word(f"report_{part.code}.{each.name}"),
            [_ask(each)],
            {each.name: _cell(each, values.get(each.name))},
        )
        for each in part.spec.values
    ]
    return Grid(SINGLE, [Word("book.question"), Word("book.answer")], lines)


def content(part: Part, values: Values) -> Content:
    """Return what a workbook says of a section as the section keeps it."""
    tables = {
        table.name: [{"key": key, **row} for key, row in values[table.name].items()]
        for table in part.spec.tables
    }
    single = values.get(SINGLE, {})
    return {
        "tables": tables,
        "values": {each.name: single[each.name][each.name] for each in part.spec.values},
    }
