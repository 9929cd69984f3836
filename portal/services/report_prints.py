"""Fingerprints of what each section of a report says, to tell whether it was changed since."""

from portal.domain.report_book import digest
from portal.models import Report
from portal.services import report_annexes, report_book_parts, report_rates, transactions


def of(report: Report) -> dict[str, str]:
    """Return the fingerprint of every section, with its files, its list and its rates."""
    found: dict[str, object] = {
        each.code: each.values for each in report_book_parts.chapters(report, "en")
    }
    files = [
        [each.sha256, each.caption, each.shown.value] for each in report_annexes.of(report)
    ]
    money = [found.get("expenditure"), _list(report), _rates(report)]
    return {
        code: digest(said)
        for code, said in (found | {"annexes": files, "expenditure": money}).items()
    }


def _list(report: Report) -> str:
    listed = transactions.current(report)
    return listed.sha256 if listed else ""


def _rates(report: Report) -> list[list[str]]:
    rows = report_rates.rows(report)
    return [[each.currency, str(each.from_on), str(each.rate), each.source] for each in rows]
