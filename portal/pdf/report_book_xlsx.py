"""A whole report as a workbook to fill in without a line, in its blue cells only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any

from babel.support import Translations
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.config import ROOT
from portal.domain.report_book import (
    FORMAT,
    KEY,
    KEY_COLUMN,
    LABEL_COLUMN,
    LISTS,
    Ask,
    CellKind,
    Chapter,
    Grid,
    Line,
    Said,
    Say,
    Word,
)
from portal.models import Report
from portal.services import report_book_parts, report_books
from portal.wording import WORDS

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LABEL_WIDTH, CELL_WIDTH, TEXT_WIDTH = 48, 18, 44
LONGEST_NAME = 31
"""The most characters that Excel takes in the name of a sheet."""
LOWEST = -999_999_999_999
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class _Looks:
    title: Format
    head: Format
    fixed: Format
    open: Format
    day: Format
    hidden: Format


def speak(language: str) -> Say:
    """Return what tells words in a language; a text of the report is told as it is."""
    catalogue = Translations.load(ROOT / "portal" / "translations", [language], "messages")

    def say(text: Said) -> str:
        return str(catalogue.gettext(WORDS[text.key])) if isinstance(text, Word) else text

    return say


def report_book_xlsx(report: Report, language: str) -> bytes:
    """Return the workbook of a report with what stands in it now."""
    chapters = report_book_parts.chapters(report, language)
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        writer = _Writer(book, speak(language), language)
        writer.instructions(report, chapters)
        for number, (_code, group) in enumerate(groupby(chapters, lambda each: each.sheet), 1):
            writer.sheet(number, list(group))
        writer.lists()
        _sign(book, report_books.identity(report, chapters, language))
    return out.getvalue()


def _sign(book: Workbook, text: str) -> None:
    page = book.add_worksheet(KEY)
    for row, each in enumerate((FORMAT, text, report_books.signature(text))):
        page.write_string(row, 1, each)
    page.protect()
    page.very_hidden()


class _Writer:
    def __init__(self, book: Workbook, say: Say, language: str) -> None:
        self.book, self.say = book, say
        catalogue = Translations.load(ROOT / "portal" / "translations", [language], "messages")
        self._ = catalogue.gettext
        wrapped = {"text_wrap": True, "valign": "top"}
        blue = {**wrapped, "locked": False, "bg_color": "#EDF1FA", "border": 1}
        self.looks = _Looks(
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({**wrapped, "bold": True, "bottom": 1}),
            book.add_format(wrapped),
            book.add_format(blue),
            book.add_format({**blue, "num_format": "yyyy-mm-dd"}),
            book.add_format({"font_color": "#FFFFFF"}),
        )
        self.listed: dict[tuple[str, ...], int] = {}

    def instructions(self, report: Report, chapters: Sequence[Chapter]) -> None:
        """Write the first sheet: what this is and how it is filled in."""
        _ = self._
        page = self.book.add_worksheet(_("Read me"))
        page.set_column(0, 0, 100, self.looks.fixed)
        days = {"start": report.starts_on.isoformat(), "end": report.ends_on.isoformat()}
        kind = self.say(Word(f"ReportKind.{report.kind.value}"))
        about = f"{kind} {report.reference} {report.partner.name}"
        page.write_string(0, 0, about, self.looks.title)
        texts = (
            _("Report of the period from %(start)s to %(end)s.") % days,
            _("Write in the blue cells only; everything else is locked."),
            _("Choose from the lists where a cell has one. Write dates as 2026-01-31."),
            _("Write values, no formulas. Do not remove, move or merge rows."),
            _("Names, telephone numbers and other personal data do not belong in a report."),
            _("When you are done, save the file as XLSX and upload it at the report's page."),
            _("Wrong cells are told by sheet and cell; nothing is kept before all are right."),
            _("What others saved meanwhile is shown beside yours and never replaced."),
        )
        titles = dict.fromkeys(self.say(each.title) for each in chapters)
        for row, text in enumerate((*texts, "", _("Sections:"), *titles), 2):
            page.write_string(row, 0, text, self.looks.fixed)
        page.protect()

    def sheet(self, number: int, chapters: Sequence[Chapter]) -> None:
        """Write the sections of one sheet, grid below grid."""
        one = len(chapters) == 1
        title = self.say(chapters[0].title) if one else self._("Narrative")
        name = f"{number} {title.translate(_FORBIDDEN)}"[:LONGEST_NAME].strip()
        page = self.book.add_worksheet(name)
        page.set_column(LABEL_COLUMN, LABEL_COLUMN, LABEL_WIDTH)
        page.set_column(LABEL_COLUMN + 1, KEY_COLUMN - 1, CELL_WIDTH)
        page.set_column(KEY_COLUMN, KEY_COLUMN, 3, None, {"hidden": True})
        page.write_string(0, 0, title, self.looks.title)
        if any(ask.kind is CellKind.TEXT for ask in _asks(chapters)):
            self._widen(page, chapters)
        row = 2
        for chapter in chapters:
            for grid in chapter.grids:
                row = self._grid(page, row, chapter.code, grid)
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.protect("", {"format_columns": True, "format_rows": True})

    def _widen(self, page: Worksheet, chapters: Sequence[Chapter]) -> None:
        places = {
            place
            for chapter in chapters
            for grid in chapter.grids
            for line in grid.lines
            for place, ask in line.cells
            if ask.kind is CellKind.TEXT
        }
        for place in places:
            page.set_column(place, place, TEXT_WIDTH)

    def _grid(self, page: Worksheet, row: int, code: str, grid: Grid) -> int:
        for column, head in enumerate(grid.heads):
            page.write_string(row, column, self.say(head), self.looks.head)
        for line in grid.lines:
            row += 1
            self._line(page, row, f"{code}|{grid.name}|{line.key}", line)
        return row + 2

    def _line(self, page: Worksheet, row: int, key: str, line: Line) -> None:
        page.write_string(row, LABEL_COLUMN, self.say(line.label), self.looks.fixed)
        page.write_string(row, KEY_COLUMN, key, self.looks.hidden)
        for column, ask in line.cells:
            self._cell(page, (row, column), ask, line.values.get(ask.name))
            check = self._check(ask)
            if check:
                page.data_validation(row, column, row, column, check)

    def _cell(self, page: Worksheet, at: tuple[int, int], ask: Ask, value: Any) -> None:  # noqa: ANN401 - plain data
        look = self.looks.day if ask.kind is CellKind.DAY else self.looks.open
        if value in {"", None}:
            page.write_blank(*at, None, look)
        elif ask.kind in {CellKind.WHOLE, CellKind.LEVEL}:
            page.write_number(*at, int(value), look)
        elif ask.kind in {CellKind.AMOUNT, CellKind.SIGNED}:
            page.write_number(*at, float(Decimal(value)), look)
        elif ask.kind is CellKind.DAY:
            page.write_datetime(*at, date.fromisoformat(value), look)
        else:
            page.write_string(*at, self._told(ask, str(value)), look)

    def _told(self, ask: Ask, value: str) -> str:
        words = dict(ask.choices)
        return self.say(words[value]) if value in words else value

    def _check(self, ask: Ask) -> Mapping[str, Any]:
        """Return what Excel itself checks of a cell."""
        return {
            CellKind.TEXT: {"validate": "length", "criteria": "<=", "value": ask.most},
            CellKind.WHOLE: _between("integer", 0, ask.most),
            CellKind.LEVEL: {"validate": "list", "source": [1, 2, 3, 4, 5]},
            CellKind.AMOUNT: _between("decimal", 0, -LOWEST),
            CellKind.SIGNED: _between("decimal", LOWEST, -LOWEST),
            CellKind.DAY: _between("date", date(2000, 1, 1), date(2100, 1, 1)),
            CellKind.CHOICE: {"validate": "list", "source": self._source(ask)},
        }[ask.kind]

    def _source(self, ask: Ask) -> str:
        words = tuple(self.say(word) for _value, word in ask.choices)
        if not words:
            return ""
        column = self.listed.setdefault(words, len(self.listed))
        return f"={LISTS}!${_letter(column)}$1:${_letter(column)}${len(words)}"

    def lists(self) -> None:
        """Write the hidden sheet of what can be chosen."""
        page = self.book.add_worksheet(LISTS)
        for words, column in self.listed.items():
            for row, text in enumerate(words):
                page.write_string(row, column, text)
        page.protect()
        page.hide()


def _asks(chapters: Sequence[Chapter]) -> list[Ask]:
    lines = [line for each in chapters for grid in each.grids for line in grid.lines]
    return [ask for line in lines for _column, ask in line.cells]


def _between(kind: str, least: Any, most: Any) -> Mapping[str, Any]:  # noqa: ANN401 - xlsxwriter's own
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}


def _letter(column: int) -> str:
    return chr(ord("A") + column)
