"""Facts of the financial report; those of an accepted report are as they were accepted."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.domain.report_money import rate_places
from portal.models import IneligibleAmount, ListedTransaction, Report, TransactionList
from portal.pdf.facts.monitoring import about
from portal.pdf.facts.report_money import cash, plain
from portal.pdf.limits import TABLE_ROWS
from portal.pdf.transactions_xlsx import as_csv
from portal.services import (
    budget_categories,
    financial_reports,
    ineligible,
    instalments_paid,
    money_certificates,
    report_money,
    report_rates,
    transactions,
)
from portal.services.financial_reports import PeriodSums
from portal.services.report_money import LedgerLine

TRANSACTIONS = "transactions.csv"
DRAFT_ROWS = 300
"""The most rows of a draft, for which somebody waits: 2,000 of them take over half a minute."""


def financial_report(subject_id: UUID, language: str) -> dict[str, object]:
    """Return the money of a period and since the contract began, and who certified it."""
    row = Report.get_by_id(subject_id)
    names = budget_categories.names(row.contract.call, language)
    lines = report_money.ledger(row, language, row.accepted_at)
    sums = financial_reports.periods(row, row.accepted_at)
    return {
        **about(row, language),
        "lines": [_line(each) for each in lines],
        "total": _line(report_money.total(lines)),
        "by_period": [_period(each) for each in sums],
        "cash": cash(row) if instalments_paid.promised(row.contract) else None,
        "rates": _rates(row),
        "found": _found(row, names),
        "certificate": _certificate(row),
        **_listed(row, names, language),
    }


def _line(line: LedgerLine) -> dict[str, object]:
    names = ("budget", "planned", "amount", "accepted", "waiting", "ineligible")
    figures = {name: plain(getattr(line, name)) for name in (*names, "net", "so_far", "left")}
    off = {"variance": plain(line.variance), "varies": line.varies, "share": line.share}
    return {"name": line.name, **figures, **off, "note": line.note}


def _period(each: PeriodSums) -> dict[str, object]:
    row = each.report
    figures = {name: plain(getattr(each, name)) for name in ("stated", "ineligible", "so_far")}
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
    return {"number": row.number, **days, "state": f"ReportState.{row.state.value}", **figures}


def _rates(row: Report) -> list[dict[str, object]]:
    return [
        {
            "currency": each.currency,
            "from_on": each.from_on.isoformat(),
            "rate": f"{each.rate:.{rate_places(each.rate)}f}",
            "source": each.source,
        }
        for each in report_rates.rows(row)
    ]


def _found(row: Report, names: dict[str, str]) -> list[dict[str, object]]:
    """Return what was not eligible when the report was accepted."""
    return [
        {
            "name": names.get(each.category, each.category),
            "amount": plain(each.amount),
            "reason": each.reason,
            "lifted": _lifted(each, row.accepted_at),
        }
        for each in ineligible.of(row)
        if row.accepted_at is None or each.found_at <= row.accepted_at
    ]


def _lifted(each: IneligibleAmount, at: datetime | None) -> str:
    known = each.lifted_at is not None and (at is None or each.lifted_at <= at)
    return each.lift_reason if known else ""


def _certificate(row: Report) -> dict[str, str] | None:
    last = money_certificates.last(row)
    if last is None:
        return None
    told = {"name": last.name, "at": last.certified_at.isoformat()}
    return {**told, "fingerprint": last.fingerprint}


def _listed(row: Report, names: dict[str, str], language: str) -> dict[str, object]:
    """Return the list of transactions; a long one is carried as a file beside its totals."""
    there = transactions.current(row)
    if there is None:
        return {"listed": None, "rows": [], "attached": {}}
    sums = transactions.sums(there)
    long = there.rows > (TABLE_ROWS if row.accepted_at else DRAFT_ROWS)
    return {
        "listed": _head(there, [(names.get(code, code), plain(sums[code])) for code in sums]),
        "rows": [] if long else _rows(transactions.rows(there), names),
        "attached": {TRANSACTIONS: as_csv(there, language)} if long else {},
    }


def _head(there: TransactionList, sums: list[tuple[str, str | None]]) -> dict[str, object]:
    told = [{"name": name, "sum": each} for name, each in sums]
    return {
        "rows": there.rows,
        "total": plain(there.total),
        "sha256": there.sha256,
        "sums": told,
    }


def _rows(found: Iterable[ListedTransaction], names: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "on": each.dated_on.isoformat(),
            "document": each.document,
            "payee": f"PayeeKind.{each.payee.value}",
            "what": each.description,
            "line": names.get(each.category, each.category),
            "value": plain(each.value),
            "foreign": "" if each.rate == 1 else f"{each.amount} {each.currency}",
        }
        for each in found
    ]
