"""The questions of a call as a spreadsheet, to write the answers in offline."""

from collections.abc import Callable, Sequence
from io import BytesIO
from uuid import UUID

from babel.support import Translations
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.config import ROOT
from portal.pdf.facts import questionnaire as facts_of
from portal.services.questionnaire_files import FIRST_ROW, FORMAT

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTHS = (8, 60, 14, 90, 36)
BUDGET_WIDTHS = (40, 50, 16, 14, 16, 10, 40)
LINES = 10
"""How many lines of the budget there are to write under each category."""
Rows = list[dict[str, object]]


def questionnaire_xlsx(call_id: UUID) -> bytes:
    """Return the questions of a call as XLSX; the last column holds their lasting keys."""
    facts = facts_of.questionnaire(call_id)
    language = str(facts["language"])
    _ = Translations.load(ROOT / "portal" / "translations", [language], "messages").gettext
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        heads = (_("Number"), _("Question"), _("Most words"), _("Your answer"), _("Key"))
        _write_questions(book, facts, heads, _("Write in the column of answers only."))
        _write_eligibility(book, facts, _)
        _write_budget(book, facts, _)
        key = book.add_worksheet("Key")
        key.write_string(0, 1, FORMAT)
        key.write_string(1, 1, str(facts["key"]))
    return out.getvalue()


def _write_eligibility(book: Workbook, facts: facts_of.Facts, _: Callable[[str], str]) -> None:
    heads = (_("Number"), _("Question"), _("Answer with"), _("Your answer"), _("Key"))
    sheet, wrapped = _sheet(book, "Eligibility", heads, WIDTHS)
    sheet.write_string(0, 0, _("Write in the column of answers only."))
    hints = {"yes_no": _("yes or no"), "number": _("a number")}
    asked: Rows = facts["eligibility"]  # type: ignore[assignment]
    for number, each in enumerate(asked, 1):
        row = FIRST_ROW - 2 + number
        sheet.write_number(row, 0, number)
        sheet.write_string(row, 1, str(each["text"]), wrapped)
        sheet.write_string(row, 2, hints[str(each["kind"])])
        sheet.write_string(row, 4, str(each["key"]))


def _write_budget(book: Workbook, facts: facts_of.Facts, _: Callable[[str], str]) -> None:
    heads = (_("Category"), _("Description"), _("Unit"), _("Quantity"))
    more = (_("Unit cost"), _("Months"), _("Key"))
    sheet, wrapped = _sheet(book, "Budget", (*heads, *more), BUDGET_WIDTHS)
    note = _("Write from the description to the months. Amounts in %(currency)s.")
    sheet.write_string(0, 0, note % {"currency": facts["currency"]})
    named: Rows = facts["budget"]  # type: ignore[assignment]
    places = [(each, line) for each in named for line in range(1, LINES + 1)]
    for row, (category, line) in enumerate(places, FIRST_ROW - 1):
        sheet.write_string(row, 0, str(category["name"]), wrapped)
        sheet.write_string(row, 6, f"{category['key']}.{line}")


def _sheet(
    book: Workbook, name: str, heads: Sequence[str], widths: Sequence[int]
) -> tuple[Worksheet, Format]:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(FIRST_ROW - 2, column, head, bold)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    return sheet, wrapped


def _write_questions(
    book: Workbook, facts: facts_of.Facts, heads: tuple[str, ...], note: str
) -> None:
    sheet = book.add_worksheet("Questions")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_string(0, 0, f"{facts['reference']} {facts['title']}", bold)
    sheet.write_string(1, 0, note)
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(FIRST_ROW - 2, column, head, bold)
    criteria: list[dict[str, list[dict[str, object]]]] = facts["criteria"]  # type: ignore[assignment]
    asked = [each for criterion in criteria for each in criterion["questions"]]
    for number, each in enumerate(asked, 1):
        row = FIRST_ROW - 2 + number
        sheet.write_number(row, 0, number)
        sheet.write_string(row, 1, str(each["text"]), wrapped)
        sheet.write_number(row, 2, int(str(each["words"])))
        sheet.write_string(row, 3, "", wrapped)
        sheet.write_string(row, 4, str(each["key"]))
    sheet.freeze_panes(FIRST_ROW - 1, 0)
