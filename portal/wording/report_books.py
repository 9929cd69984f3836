"""Words of the area: a report as a workbook."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "event.report.book_taken": N_("Sections taken in from a workbook"),
    "book.question": N_("Question"),
    "book.answer": N_("Your answer"),
    "book.indicator": N_("Indicator and its parts"),
    "book.figure": N_("Figure"),
    "book.of": N_("Out of, for a ratio"),
    "book.note": N_("Note"),
    "book.category": N_("Category"),
    "book.spent": N_("Amount spent in this period"),
    "cash.opening": N_("Opening balance"),
    "cash.received": N_("Instalments received in this period"),
    "cash.other": N_("Interest and other income"),
    "cash.closing": N_("Closing balance"),
    "cash.other_note": N_("Where the other income comes from"),
    "rule.book_foreign": N_(
        "This file is no workbook of this portal, or it was changed outside its blue cells."
    ),
    "rule.book_other_contract": N_(
        "This workbook was made for %(reference)s, a report of another contract."
    ),
    "rule.book_other_period": N_(
        "This workbook was made for %(reference)s, a report of another period."
    ),
    "rule.book_other_version": N_(
        "The form of the report changed since this workbook was made. Download it again."
    ),
    "rule.book_rows": N_(
        "Rows of the workbook were removed, doubled or moved. Download it again and copy your "
        "answers into its blue cells."
    ),
    "rule.book_gone": N_("The workbook was chosen from or replaced meanwhile."),
    "rule.book_cell_formula": N_(
        "Sheet %(sheet)s, cell %(cell)s holds a formula. Write its value."
    ),
    "rule.book_cell_long": N_("Sheet %(sheet)s, cell %(cell)s: at most %(most)s characters."),
    "rule.book_cell_whole": N_(
        "Sheet %(sheet)s, cell %(cell)s: “%(typed)s” is no whole number from 0 to %(most)s."
    ),
    "rule.book_cell_level": N_(
        "Sheet %(sheet)s, cell %(cell)s: “%(typed)s” is no level from 1 to 5."
    ),
    "rule.book_cell_amount": N_("Sheet %(sheet)s, cell %(cell)s: “%(typed)s” is no amount."),
    "rule.book_cell_day": N_(
        "Sheet %(sheet)s, cell %(cell)s: “%(typed)s” is no date. Write it as 2026-01-31."
    ),
    "rule.book_cell_choice": N_(
        "Sheet %(sheet)s, cell %(cell)s: “%(typed)s” is none of the answers of the list."
    ),
}
