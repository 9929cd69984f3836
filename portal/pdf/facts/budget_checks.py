"""Facts of the arithmetic check of budgets, in the report and the score sheet."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from portal.models import Call
from portal.services import budget_checks, opening_prices
from portal.services.budget_checks import Checked

Facts = dict[str, Any]


def budgets(call: Call) -> Facts:
    """Return both figures of every budget that states a total, by lot, and the rule."""
    known = [] if opening_prices.wait(call) else budget_checks.of_call(call)
    stated = [each for each in known if each.figures and each.figures.stated is not None]
    lots = groupby(stated, key=lambda row: row.proposal.lot)
    return {
        "price_rule": call.price_rule.value,
        "budgets": [
            {"number": lot.number, "title": lot.title, "rows": [_row(each) for each in rows]}
            for lot, rows in lots
        ],
        "unstated": len(known) - len(stated),
    }


def _row(row: Checked) -> Facts:
    figures, check = row.figures, row.check
    return {
        "partner": row.proposal.partner.name,
        "number": row.proposal.number,
        "stated": _told(figures.stated) if figures else "",
        "computed": _told(figures.computed) if figures else "",
        "difference": _told(figures.difference) if figures else "",
        "differs": bool(figures and figures.difference),
        "counted": _told(row.counted),
        "reason": check.reason if check else "",
        "by": check.confirmed_by.name if check else "",
    }


def _told(amount: Decimal | None) -> str:
    """Write an amount whole, or with two decimals."""
    if amount is None:
        return ""
    return str(int(amount)) if amount == amount.to_integral() else f"{amount:.2f}"
