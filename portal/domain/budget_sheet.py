"""A budget as rows of a spreadsheet: read row by row, every fault told, taken whole or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.domain.amounts import read_cell
from portal.domain.errors import RuleBroken
from portal.domain.proposals import Contribution
from portal.domain.texts import tidy

COLUMNS = (
    *("category", "description", "unit", "quantity", "unit_cost", "months", "share", "own"),
)
MOST_LINES = 80
MOST_TOLD = 40
_LONGEST = {"description": 300, "unit": 60}
_LARGEST = {
    "quantity": Decimal(999_999),
    "unit_cost": Decimal(999_999_999),
    "months": Decimal(120),
    "share": Decimal(100),
}
_USUAL = {"months": Decimal(1), "share": Decimal(100)}
_FIRST_FIGURE = COLUMNS.index("quantity")


@dataclass(frozen=True)
class Words:
    """What people call a category or a kind of contribution, in small letters, and its code."""

    categories: Mapping[str, str]
    own: Mapping[str, Contribution] = field(default_factory=dict)


@dataclass
class Sheet:
    """The lines that were read, as the fields of a budget line, and what is wrong."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    problems: list[RuleBroken] = field(default_factory=list)


def read(rows: Sequence[Sequence[object]], words: Words, first: int = 1) -> Sheet:
    """Read rows of cells; ``first`` is the number of the first one on the sheet.

    A first row of headings is passed over, and so are empty rows.
    """
    sheet = Sheet()
    for number, row in _filled(rows, first):
        if number == first and _is_heading(row):
            continue
        _take(sheet, _Row(number, row), words)
        if len(sheet.problems) >= MOST_TOLD:
            break
    if len(sheet.lines) > MOST_LINES:
        sheet.problems.append(RuleBroken("sheet_too_long", "rows", most=MOST_LINES))
    if not sheet.lines and not sheet.problems:
        sheet.problems.append(RuleBroken("sheet_empty", "rows"))
    return sheet


def split(text: str) -> list[list[str]]:
    """Split what was pasted from a spreadsheet into rows of cells: tabs, else semicolons."""
    mark = "\t" if "\t" in text else ";"
    return [line.split(mark) for line in text.splitlines()]


def _filled(
    rows: Sequence[Sequence[object]], first: int
) -> Iterator[tuple[int, Sequence[object]]]:
    for number, row in enumerate(rows, first):
        if any(_text(cell) for cell in row[: len(COLUMNS)]):
            yield number, row


def _is_heading(row: Sequence[object]) -> bool:
    figures = row[_FIRST_FIGURE : _FIRST_FIGURE + 2]
    return bool(figures) and all(_text(each) and read_cell(each) is None for each in figures)


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(tidy(str(cell)).split())


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Sequence[object]

    def cell(self, column: str) -> object:
        place = COLUMNS.index(column)
        return self.cells[place] if place < len(self.cells) else None

    def broken(self, rule: str, **facts: object) -> RuleBroken:
        return RuleBroken(rule, field="rows", row=self.number, **facts)


def _take(sheet: Sheet, row: _Row, words: Words) -> None:
    line: dict[str, Any] = {}
    found = [
        *_category(row, words, line),
        *(fault for column in _LONGEST for fault in _words(row, column, line)),
        *(fault for column in _LARGEST for fault in _figure(row, column, line)),
        *_own(row, words, line),
    ]
    if found:
        sheet.problems.extend(found)
    else:
        sheet.lines.append(line)


def _category(row: _Row, words: Words, line: dict[str, Any]) -> Iterator[RuleBroken]:
    typed = _text(row.cell("category"))
    code = words.categories.get(typed.casefold())
    if code is None:
        yield row.broken("cell_category", typed=typed[:60])
    line["category"] = code


def _words(row: _Row, column: str, line: dict[str, Any]) -> Iterator[RuleBroken]:
    line[column] = _text(row.cell(column))
    if len(line[column]) > _LONGEST[column]:
        yield row.broken(f"cell_{column}_long", most=_LONGEST[column])
    if column == "description" and not line[column]:
        yield row.broken("cell_description")


def _figure(row: _Row, column: str, line: dict[str, Any]) -> Iterator[RuleBroken]:
    cell = row.cell(column)
    amount = _USUAL.get(column) if not _text(cell) else read_cell(cell)
    whole = column != "months" or (amount is not None and amount >= 1 and amount % 1 == 0)
    if amount is None or not 0 <= amount <= _LARGEST[column] or not whole:
        typed = _text(cell)[:60]
        yield row.broken(f"cell_{column}", typed=typed, most=_LARGEST[column])
        return
    line[column] = int(amount) if column == "months" else amount


def _own(row: _Row, words: Words, line: dict[str, Any]) -> Iterator[RuleBroken]:
    typed = _text(row.cell("own"))
    line["own"] = words.own.get(typed.casefold(), None if typed else Contribution.CASH)
    if line["own"] is None:
        yield row.broken("cell_own", typed=typed[:60])
