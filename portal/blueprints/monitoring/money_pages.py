"""What the pages of a report show of its money."""

from portal.config import variance_percent
from portal.domain.policy import Thing
from portal.domain.report_money import rate_places
from portal.services import (
    budget_categories,
    documents,
    financial_reports,
    ineligible,
    money_certificates,
    report_cash,
    report_money,
    report_rates,
)
from portal.web import language


def money_facts(report: Thing) -> dict[str, object]:
    """Return the money of a report: plan and variance, cash, rates, what is not eligible."""
    lines = report_money.ledger(report, language())
    rates = report_rates.rows(report)
    cash, spent = report_cash.of(report), report_money.spent(report)
    return {
        "ledger": {each.code: each for each in lines},
        "ledger_total": report_money.total(lines),
        "variance_percent": variance_percent(),
        "cash": cash,
        "cash_spent": spent,
        "cash_expected": cash.expected(spent),
        "categories": budget_categories.names(report.contract.call, language()),
        "found": ineligible.of(report),
        "kept_rates": rates,
        "rate_places": {each.id: rate_places(each.rate) for each in rates},
        "financial": documents.of(financial_reports.KIND, report.id, language()),
        "certificate": money_certificates.last(report),
    }
