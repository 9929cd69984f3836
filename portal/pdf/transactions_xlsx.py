"""A list of transactions to fill in: the contract's lines and kinds of payee to choose from."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from babel.support import Translations
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.config import LANGUAGES, ROOT, transaction_rows
from portal.domain.proposals import INDIRECT
from portal.domain.transactions import COLUMNS, PayeeKind
from portal.models import Call, Report, TransactionList
from portal.services import budget_categories
from portal.services.transaction_files import FORMAT, HEAD_ROW, KEY, SHEET
from portal.services.transactions import Names, table
from portal.wording import WORDS, word_key

LISTS = "Lists"
WIDTHS = (14, 20, 24, 50, 34, 16, 10, 12, 10)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Texts = Callable[[str], str]


def headings(language: str) -> tuple[str, ...]:
    """Return the headings of a list in a language, as they stand in its file."""
    _ = _texts(language)
    return tuple(_(WORDS[f"column.{each}"]) for each in COLUMNS)


def payees(language: str) -> dict[str, PayeeKind]:
    """Return the kinds of payee by their word in a language."""
    _ = _texts(language)
    return {_(WORDS[word_key(each)]): each for each in PayeeKind}


def as_csv(listed: TransactionList, language: str) -> str:
    """Return a list as CSV with the words of a language."""
    lines = budget_categories.names(listed.report.contract.call, language)
    called = {kind: word for word, kind in payees(language).items()}
    return table(listed, headings(language), lines, called)


def names(call: Call) -> Names:
    """Return what people may write in a list: words of every language, or codes."""
    lines = [budget_categories.names(call, each) for each in LANGUAGES]
    called = {name.casefold(): code for one in lines for code, name in one.items()}
    kinds = [payees(each) for each in LANGUAGES]
    said = {word.casefold(): kind for one in kinds for word, kind in one.items()}
    return Names(
        [headings(each) for each in LANGUAGES],
        {**{code.casefold(): code for code in lines[0]}, **called},
        {**{each.value: each for each in PayeeKind}, **said},
    )


def transactions_xlsx(report: Report, language: str) -> bytes:
    """Return the empty list of a report; a file of any period of its contract is the same."""
    out = BytesIO()
    _ = _texts(language)
    with Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet(SHEET)
        _head(book, sheet, report, language)
        _choices(book, sheet, report, language)
        key = book.add_worksheet(KEY)
        for row, text in enumerate((FORMAT, report.contract_id.hex)):
            key.write_string(row, 1, text)
        key.protect()
        key.very_hidden()
    return out.getvalue()


def _texts(language: str) -> Texts:
    return Translations.load(ROOT / "portal" / "translations", [language], "messages").gettext


def _head(book: Workbook, sheet: Worksheet, report: Report, language: str) -> None:
    _ = _texts(language)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    days = {"starts": report.starts_on.isoformat(), "ends": report.ends_on.isoformat()}
    sheet.write_string(0, 0, f"{report.reference} {_('List of transactions')}", bold)
    sheet.write_string(
        1, 0, _("One row for each document, from %(starts)s to %(ends)s.") % days
    )
    note = _(
        "Amounts above 0; money that came back is marked as a credit. No names of persons."
    )
    sheet.write_string(2, 0, note)
    formats = {0: {"num_format": "yyyy-mm-dd"}, 1: {"num_format": "@"}}
    for column, (text, width) in enumerate(zip(headings(language), WIDTHS, strict=True)):
        form = book.add_format(formats[column]) if column in formats else None
        sheet.set_column(column, column, width, form)
        sheet.write_string(HEAD_ROW - 1, column, text, bold)
    sheet.freeze_panes(HEAD_ROW, 0)


def _choices(book: Workbook, sheet: Worksheet, report: Report, language: str) -> None:
    _ = _texts(language)
    lines = _lines(report, language)
    yes_no = (_("yes"), _("no"))
    lists = book.add_worksheet(LISTS)
    lists.hide()
    for place, (column, words) in enumerate(
        {"payee": list(payees(language)), "line": lines, "credit": yes_no}.items()
    ):
        _offer(sheet, lists, (place, column), words)
    sheet.data_validation(*_cells("amount"), {**_NUMBER, "error_message": _("A number.")})


_NUMBER: Mapping[str, object] = {"validate": "decimal", "criteria": "!=", "value": 0}


def _lines(report: Report, language: str) -> list[str]:
    called = budget_categories.names(report.contract.call, language)
    codes = [each.category for each in report.contract.budget]
    return [called.get(code, code) for code in codes or [INDIRECT]]


def _offer(
    sheet: Worksheet, lists: Worksheet, place: tuple[int, str], words: Sequence[str]
) -> None:
    column, name = place
    for row, text in enumerate(words):
        lists.write_string(row, column, text)
    letter = "ABC"[column]
    source = f"={LISTS}!${letter}$1:${letter}${len(words)}"
    sheet.data_validation(*_cells(name), {"validate": "list", "source": source})


def _cells(column: str) -> tuple[int, int, int, int]:
    place = COLUMNS.index(column)
    return HEAD_ROW, place, HEAD_ROW + transaction_rows() - 1, place
