"""The budget of a proposal as a spreadsheet, to fill in offline and to take in again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from babel.support import Translations
from xlsxwriter import Workbook

from portal.config import ROOT
from portal.domain import proposals as rules
from portal.domain.budget_sheet import COLUMNS, MOST_LINES
from portal.domain.proposals import INDIRECT, Contribution
from portal.services.budget_sheets import FIRST_ROW, FORMAT, INDIRECT_CELL, STATED_CELL

WIDTHS = (24, 44, 14, 12, 16, 9, 12, 14, 18)
Text = Callable[[str], str]
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Facts:
    """What the spreadsheet shows, and what it is known by when it comes back."""

    key: str
    version: int
    title: str
    currency: str
    names: Mapping[str, str]
    lines: Sequence[Any]
    language: str
    stated: Decimal | None = None


def budget_sheet(facts: Facts) -> bytes:
    """Return the budget as XLSX: texts are texts, and the only formulas are ours."""
    catalogue = Translations.load(
        ROOT / "portal" / "translations", [facts.language], "messages"
    )
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        _Sheet(book, facts, catalogue.gettext).write()
        _write_key(book, facts, catalogue.gettext)
    return out.getvalue()


def _write_key(book: Workbook, facts: Facts, _: Text) -> None:
    sheet = book.add_worksheet("Key")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 40)
    rows = [(_("Format"), FORMAT), (_("Proposal"), facts.key), (_("Version"), facts.version)]
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name)
        (sheet.write_number if isinstance(value, int) else sheet.write_string)(row, 1, value)
    sheet.write_string(3, 0, _("The portal knows the file by this sheet: change nothing here."))


class _Sheet:
    """The sheet with the lines, while it is written."""

    def __init__(self, book: Workbook, facts: Facts, _: Text) -> None:
        self.sheet = book.add_worksheet("Budget")
        self.facts = facts
        self._ = _
        self.bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.figure = book.add_format({"num_format": "#,##0.00"})
        self.own = {Contribution.CASH: _("in cash"), Contribution.KIND: _("in kind")}
        self.lines = [each for each in facts.lines if each.category != INDIRECT]

    def write(self) -> None:
        """Write title, headings, lines, sums, and what may be chosen."""
        _, sheet = self._, self.sheet
        sheet.write_string(0, 0, self.facts.title, self.bold)
        sheet.write_string(1, 0, _("Write one line in each row, then take the file in again."))
        self._indirect()
        self._stated()
        for column, (text, width) in enumerate(zip(self._heads(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(FIRST_ROW - 2, column, text, self.bold)
        for place in range(MOST_LINES):
            self._line(FIRST_ROW - 1 + place, place)
        self._choices()
        sheet.freeze_panes(FIRST_ROW - 1, 0)

    def _heads(self) -> tuple[str, ...]:
        _ = self._
        total = _("Charged (%(currency)s)") % {"currency": self.facts.currency}
        return (
            *(_("Category"), _("What it is"), _("Unit"), _("Quantity"), _("Cost of one unit")),
            *(_("Months"), _("Percent charged"), _("The rest"), total),
        )

    def _indirect(self) -> None:
        row, column = INDIRECT_CELL
        text = self._("Indirect costs, percent of the direct costs")
        self.sheet.write_string(row - 1, 0, text)
        percents = [
            line.quantity * 100 for line in self.facts.lines if line.category == INDIRECT
        ]
        self.sheet.write_number(row - 1, column - 1, float(sum(percents, Decimal(0))))
        last = FIRST_ROW + MOST_LINES - 1
        direct = float(rules.direct_total(self.lines))
        formula = f"=SUM(I{FIRST_ROW}:I{last})"
        self.sheet.write_formula(row - 1, 8, formula, self.figure, direct)
        self.sheet.write_string(row - 1, 7, self._("Direct costs"))

    def _stated(self) -> None:
        row, column = STATED_CELL
        text = self._("Total that you state, if any")
        self.sheet.write_string(row - 1, column - 2, text)
        if self.facts.stated is not None:
            stated = float(self.facts.stated)
            self.sheet.write_number(row - 1, column - 1, stated, self.figure)

    def _line(self, row: int, place: int) -> None:
        line = self.lines[place] if place < len(self.lines) else None
        number = row + 1
        formula = f"=ROUND(D{number}*E{number}*F{number}*G{number}/100,2)"
        total = float(rules.line_total(line)) if line else 0.0
        self.sheet.write_formula(row, len(COLUMNS), formula, self.figure, total)
        if line is not None:
            self._cells(row, line)

    def _cells(self, row: int, line: Any) -> None:  # noqa: ANN401 - a record
        named = self.facts.names.get(line.category, line.category)
        for column, text in enumerate((named, line.description, line.unit)):
            self.sheet.write_string(row, column, text)
        for column, name in enumerate(("quantity", "unit_cost", "months", "share"), 3):
            self.sheet.write_number(row, column, float(getattr(line, name)))
        self.sheet.write_string(row, 7, self.own[line.own])

    def _choices(self) -> None:
        first, last = FIRST_ROW - 1, FIRST_ROW + MOST_LINES - 2
        names = [name for code, name in self.facts.names.items() if code != INDIRECT]
        if names and len(",".join(names)) <= 255:  # noqa: PLR2004 - what Excel takes in a list
            self.sheet.data_validation(first, 0, last, 0, {"validate": "list", "source": names})
        kinds = list(self.own.values())
        self.sheet.data_validation(first, 7, last, 7, {"validate": "list", "source": kinds})
