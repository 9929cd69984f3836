"""Facts of the money of a report, for the monitoring report and the financial report."""

from decimal import Decimal

from portal.models import Report
from portal.services import report_cash, report_money
from portal.services.report_cash import AMOUNTS


def cash(row: Report) -> dict[str, str | None]:
    """Return the cash position of a period, with what was spent and what follows from it."""
    stated, spent = report_cash.of(row), report_money.spent(row)
    return {
        **{name: plain(getattr(stated, name)) for name in AMOUNTS},
        "other_note": stated.other_note,
        "spent": plain(spent),
        "expected": plain(stated.expected(spent)),
    }


def plain(amount: Decimal | None) -> str | None:
    """Return an amount as text for a template."""
    return None if amount is None else f"{amount:f}"
