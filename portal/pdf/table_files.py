"""Tables as CSV, line by line, and as XLSX with typed cells, in memory that does not grow."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from itertools import chain, islice
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.domain.cells import safe_cell
from portal.domain.errors import RuleBroken
from portal.domain.tables import Kind, Table

Say = Callable[[str], str]
"""Tells the word of a key in the reader's language."""
MOST_ROWS = 1_000_000
"""What a sheet can hold, nearly; more is given as CSV."""
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDTHS = {Kind.TEXT: 28, Kind.WORD: 22, Kind.MOMENT: 20, Kind.AMOUNT: 16}
_NARROW = 12
_FORMATS = {
    Kind.AMOUNT: "#,##0.00",
    Kind.WHOLE: "#,##0",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}


def heads(table: Table, say: Say) -> list[str]:
    """Return the headings of a table in the reader's language; a moment says that it is UTC."""
    return [
        f"{say(f'heading.{code}')} (UTC)" if kind is Kind.MOMENT else say(f"heading.{code}")
        for code, kind in table.columns
    ]


def csv_lines(table: Table, say: Say) -> Iterator[str]:
    """Give a table line by line, its days and instants as ISO 8601; no cell is a formula."""
    kinds = [kind for _code, kind in table.columns]
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _line(heads(table, say))
    for row in table.rows:
        yield _line(_plain(value, kind, say) for value, kind in zip(row, kinds, strict=True))


def written(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return plain rows as CSV to be carried by a document; no cell is a formula."""
    lines = (_line(safe_cell(each) for each in row) for row in rows)
    return "".join([_line(columns), *lines])


def _line(cells: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue()


def _plain(value: Any, kind: Kind, say: Say) -> object:  # noqa: ANN401 - of its kind
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else value
    return safe_cell(_text(value, kind, say))


def _text(value: object, kind: Kind, say: Say) -> str:
    told = kind is Kind.WORD and isinstance(value, StrEnum)
    return say(f"{type(value).__name__}.{value}") if told else str(value)


def write_xlsx(table: Table, say: Say, out: IO[bytes]) -> None:
    """Write a table as a workbook; refused with ``export_too_long`` beyond what one holds."""
    with Workbook(out, _OPTIONS) as book:
        page = book.add_worksheet()
        looks = {kind: book.add_format({"num_format": each}) for kind, each in _FORMATS.items()}
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        page.freeze_panes(1, 1)
        for column, (_code, kind) in enumerate(table.columns):
            page.set_column(column, column, _WIDTHS.get(kind, _NARROW))
        for column, head in enumerate(heads(table, say)):
            page.write_string(0, column, head, bold)
        rows = iter(table.rows)
        for number, row in enumerate(islice(rows, MOST_ROWS), 1):
            _write_row(page, number, zip(row, table.columns, strict=True), (looks, say))
    if next(chain(rows, (None,))) is not None:
        raise RuleBroken("export_too_long", most=MOST_ROWS)


def _write_row(
    page: Worksheet,
    number: int,
    cells: Iterable[tuple[Any, Sequence[Any]]],
    how: tuple[dict[Kind, Any], Say],
) -> None:
    looks, say = how
    for column, (value, (_code, kind)) in enumerate(cells):
        look = looks.get(kind)
        if value is None:
            continue
        if isinstance(value, datetime):
            page.write_datetime(
                number, column, value.astimezone(UTC).replace(tzinfo=None), look
            )
        elif isinstance(value, date):
            page.write_datetime(number, column, value, look)
        elif isinstance(value, int | Decimal):
            page.write_number(number, column, float(value), look)
        else:
            page.write_string(number, column, safe_cell(_text(value, kind, say)))
