"""A member's own scorecards of a lot as a workbook, to fill in without a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from babel.support import Translations
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.config import ROOT
from portal.domain.scoring_sheet import FIRST_ROW, FORMAT, KEY, SHEET
from portal.models import Criterion
from portal.pdf.facts.scoring import meanings
from portal.services.marking import Mark
from portal.services.scoring_sheets import Card, Sheet, key

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTHS = (22, 28, 34, 9, 44, 10, 70, 3)
MOST_LISTED = 20
"""The highest score up to which all scores stand in a list to choose from."""
Texts = Callable[[str], str]


@dataclass(frozen=True)
class _Looks:
    fixed: Any
    open: Any
    head: Any


def scoring_xlsx(sheet: Sheet, language: str) -> bytes:
    """Return the workbook: only scores and reasons can be written, what signs it is hidden."""
    _ = Translations.load(ROOT / "portal" / "translations", [language], "messages").gettext
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        page = book.add_worksheet(SHEET)
        _heads(page, sheet, looks := _looks(book), _)
        places = [(card, one) for card in sheet.cards for one in sheet.criteria]
        for row, (card, criterion) in enumerate(places, FIRST_ROW - 1):
            _row(page, row, (card, criterion), looks, language)
        page.protect("", {"format_columns": True, "format_rows": True})
        _sign(book, sheet)
    return out.getvalue()


def _looks(book: Workbook) -> _Looks:
    wrapped = {"text_wrap": True, "valign": "top"}
    return _Looks(
        book.add_format({**wrapped, "locked": True}),
        book.add_format({**wrapped, "locked": False, "bg_color": "#EDF1FA", "border": 1}),
        book.add_format({**wrapped, "bold": True, "bottom": 1}),
    )


def _heads(page: Worksheet, sheet: Sheet, looks: _Looks, _: Texts) -> None:
    lot = sheet.lot
    page.write_string(0, 0, f"{lot.call.reference} {lot.number}. {lot.title}", looks.head)
    page.write_string(1, 0, _("Write in the blue columns only. Nobody else sees this file."))
    heads = (_("Proposal"), _("Partner"), _("Criterion"), _("Weight"), _("What scores mean"))
    more = (_("Score"), _("Reason, at least 10 words"), "")
    for column, (head, width) in enumerate(zip((*heads, *more), WIDTHS, strict=True)):
        page.set_column(column, column, width, None, {"hidden": not head})
        page.write_string(FIRST_ROW - 2, column, head, looks.head)
    page.freeze_panes(FIRST_ROW - 1, 1)
    page.set_landscape()


def _row(
    page: Worksheet, row: int, place: tuple[Card, Criterion], looks: _Looks, language: str
) -> None:
    card, criterion = place
    mark = card.marks.get(criterion.id, Mark())
    words = "\n".join(
        f"{each['score']} {each['text']}" for each in meanings(criterion, language)
    )
    texts = (card.row.proposal.number or "", card.row.proposal.partner.name, criterion.name)
    for column, text in enumerate(texts):
        page.write_string(row, column, text, looks.fixed)
    page.write_number(row, 3, criterion.weight, looks.fixed)
    page.write_string(row, 4, words, looks.fixed)
    if mark.value is None:
        page.write_blank(row, 5, None, looks.open)
    else:
        page.write_number(row, 5, mark.value, looks.open)
    page.write_string(row, 6, mark.reason, looks.open)
    page.write_string(row, 7, key(card.row, criterion), looks.fixed)
    page.data_validation(row, 5, row, 5, _choice(criterion.scale))


def _choice(scale: int) -> Mapping[str, Any]:
    if scale <= MOST_LISTED:
        return {"validate": "list", "source": [str(each) for each in range(scale + 1)]}
    return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": scale}


def _sign(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(KEY)
    for row, text in enumerate((FORMAT, sheet.identity, sheet.signature)):
        page.write_string(row, 1, text)
    page.protect()
    page.very_hidden()
