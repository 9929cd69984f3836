"""The questions of a call as a spreadsheet, to write the answers in offline."""

from io import BytesIO
from uuid import UUID

from babel.support import Translations
from xlsxwriter import Workbook

from portal.config import ROOT
from portal.pdf.facts import questionnaire as facts_of
from portal.services.questionnaire_files import FIRST_ROW, FORMAT

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTHS = (8, 60, 14, 90, 36)


def questionnaire_xlsx(call_id: UUID) -> bytes:
    """Return the questions of a call as XLSX; the last column holds their lasting keys."""
    facts = facts_of.questionnaire(call_id)
    language = str(facts["language"])
    _ = Translations.load(ROOT / "portal" / "translations", [language], "messages").gettext
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        heads = (_("Number"), _("Question"), _("Most words"), _("Your answer"), _("Key"))
        _write_questions(book, facts, heads, _("Write in the column of answers only."))
        key = book.add_worksheet("Key")
        key.write_string(0, 1, FORMAT)
        key.write_string(1, 1, str(facts["key"]))
    return out.getvalue()


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
