"""Words of the area: money of reports."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "section.cash": N_("Cash position"),
    "PayeeKind.staff": N_("Own staff"),
    "PayeeKind.supplier": N_("Supplier of goods"),
    "PayeeKind.service": N_("Provider of services"),
    "PayeeKind.landlord": N_("Landlord"),
    "PayeeKind.authority": N_("Public authority"),
    "PayeeKind.bank": N_("Bank"),
    "PayeeKind.participants": N_("Participants"),
    "PayeeKind.other": N_("Other payee"),
    "event.report.rate_kept": N_("Rate of exchange kept"),
    "event.report.rate_dropped": N_("Rate of exchange removed"),
    "event.report.ineligible_found": N_("Amount found not eligible"),
    "event.report.ineligible_lifted": N_("Amount accepted after all"),
    "event.report.transactions_taken": N_("List of transactions taken in"),
    "event.report.financial_asked": N_("Financial report asked for"),
    "rule.financial_not_accepted": N_(
        "The financial report is issued once the report is accepted."
    ),
    "column.date": N_("Date of payment"),
    "column.document": N_("Document number"),
    "column.payee": N_("Kind of payee"),
    "column.description": N_("What was bought"),
    "column.line": N_("Budget line"),
    "column.amount": N_("Amount"),
    "column.currency": N_("Currency"),
    "column.rate": N_("Rate"),
    "column.credit": N_("Credit"),
    "rule.variance_notes_missing": N_(
        "Explain each category whose spending is more than %(percent)s percent off its plan. "
        "Still missing: %(count)s."
    ),
    "rule.cash_missing": N_("State all four amounts of the cash position. Missing: %(count)s."),
    "rule.cash_opening_differs": N_(
        "The opening balance is %(given)s, but the period before closed with %(wanted)s."
    ),
    "rule.cash_received_differs": N_(
        "You state %(given)s as received, but the office paid %(wanted)s in this period."
    ),
    "rule.cash_closing_differs": N_(
        "The closing balance is %(given)s, but the other amounts lead to %(wanted)s."
    ),
    "rule.cash_note_missing": N_("Say where the other income comes from."),
    "rule.rate_of_own": N_("%(currency)s is the currency of the contract and needs no rate."),
    "rule.rate_after_period": N_("The rate begins after the period, which ends on %(day)s."),
    "rule.ineligible_not_positive": N_("Enter an amount above 0."),
    "rule.ineligible_too_much": N_(
        "What is not eligible cannot pass what was stated. At most %(most)s are left."
    ),
    "rule.ineligible_not_now": N_(
        "Amounts are found not eligible in a report that is submitted or accepted."
    ),
    "rule.ineligible_reason": N_("Say why the amount is accepted after all."),
    "rule.ineligible_lifted": N_("This amount was accepted after all already."),
    "rule.transactions_differ": N_(
        "The list of transactions and the expenditure differ in %(count)s categories."
    ),
    "rule.list_kind": N_("Send the list as XLSX, in the file of the portal, or as CSV."),
    "rule.list_foreign": N_(
        "This file is not the list of this contract. Download the file again and fill it in."
    ),
    "rule.list_headings": N_(
        "The headings are not those of the list. Expected in row %(row)s: %(headings)s."
    ),
    "rule.list_encoding": N_("The file is no text in UTF-8. Save it as CSV in UTF-8."),
    "rule.list_merged": N_("Cells %(cells)s are merged. Split them, then send the file again."),
    "rule.list_empty": N_("The list has no rows."),
    "rule.list_too_long": N_("The list has more than %(most)s rows. Divide it by period."),
    "rule.list_more_wrong": N_(
        "Reading stopped after %(told)s wrong cells. Correct these, then send the file again."
    ),
    "rule.list_gone": N_("This list was replaced or taken in meanwhile. Send the file again."),
    "rule.list_none": N_("No list of transactions was taken in yet."),
    "rule.entry_formula": N_(
        "Row %(row)s, column %(column)s: the cell holds a formula. Write its value."
    ),
    "rule.entry_date": N_(
        "Row %(row)s, column %(column)s: “%(typed)s” is no date. Write it as 2026-01-31."
    ),
    "rule.entry_date_outside": N_(
        "Row %(row)s, column %(column)s: %(day)s is outside the period "
        "from %(starts)s to %(ends)s."
    ),
    "rule.entry_document": N_(
        "Row %(row)s, column %(column)s: write the number of the document, "
        "at most %(most)s characters."
    ),
    "rule.entry_document_twice": N_(
        "Row %(row)s, column %(column)s: document “%(document)s” stands in row %(first)s "
        "already. Number the parts of one document: 12/1, 12/2."
    ),
    "rule.entry_document_used": N_(
        "Row %(row)s, column %(column)s: document “%(document)s” was charged "
        "in report %(reference)s, which is accepted."
    ),
    "rule.entry_payee": N_(
        "Row %(row)s, column %(column)s: “%(typed)s” is no kind of payee of the list."
    ),
    "rule.entry_description": N_(
        "Row %(row)s, column %(column)s: say what was bought, at most %(most)s characters."
    ),
    "rule.entry_line": N_(
        "Row %(row)s, column %(column)s: “%(typed)s” is no budget line of the contract."
    ),
    "rule.entry_currency": N_("Row %(row)s, column %(column)s: “%(typed)s” is no currency."),
    "rule.entry_amount": N_("Row %(row)s, column %(column)s: “%(typed)s” is no amount."),
    "rule.entry_amount_sign": N_(
        "Row %(row)s, column %(column)s: “%(typed)s” is not above 0. "
        "Mark money that came back as a credit."
    ),
    "rule.entry_amount_fine": N_(
        "Row %(row)s, column %(column)s: amounts in %(currency)s have at most "
        "%(places)s figures after the point."
    ),
    "rule.entry_credit": N_(
        "Row %(row)s, column %(column)s: “%(typed)s” is neither yes nor no."
    ),
    "rule.entry_rate": N_("Row %(row)s, column %(column)s: “%(typed)s” is no rate."),
    "rule.entry_rate_own": N_(
        "Row %(row)s, column %(column)s: the currency of the contract has the rate 1, "
        "not “%(typed)s”."
    ),
    "rule.entry_rate_none": N_(
        "Row %(row)s, column %(column)s: there is no rate for %(currency)s on that day. "
        "Keep one with the report or write it in the row."
    ),
    "rule.entry_rate_other": N_(
        "Row %(row)s, column %(column)s: the rate kept for %(currency)s "
        "from %(day)s is %(rate)s."
    ),
}
