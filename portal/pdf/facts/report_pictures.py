"""Facts of the pictures of a monitoring report, as plain data."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from portal.domain.indicators import IndicatorKind
from portal.models import Report
from portal.services import report_figures, report_pictures
from portal.services.contract_pictures import Course, Row
from portal.services.indicator_lines import IndicatorLine
from portal.services.report_figures import MoneyLine

Write = Callable[[Decimal | int | None], str | None]
"""How a figure is written as a fact."""
MOST_NAMED = 8
"""How many indicators the picture of the summary has: those that are furthest behind."""
MOST_DRAWN = 9
"""How many indicators are drawn period by period; the tables have all."""


def pictures(
    report: Report, lines: Sequence[IndicatorLine], money: list[MoneyLine]
) -> dict[str, Any]:
    """Return what the summary and the sections of a report draw, with its figures."""
    reports = report_pictures.until(report)
    drawn = [each for each in lines if each.kind is not IndicatorKind.YES_NO]
    courses = report_pictures.progress(drawn, reports)
    total = report_figures.total(money)
    return {
        "ahead": _ahead(courses),
        "every": len(courses),
        "courses": [_course(each, plain) for each in courses[:MOST_DRAWN]],
        "spending": [_spent(each) for each in report_pictures.spending(report, money)],
        "planned": rounded(report_pictures.due_by(report, total.budget)),
        "budget": rounded(total.budget),
        "burn": _course(report_pictures.money(total, reports), rounded),
    }


def _ahead(courses: Sequence[Course]) -> list[dict[str, Any]]:
    """Return the indicators that are furthest behind, in the order of the contract."""
    known = [each for each in courses if each.share is not None]
    behind = sorted(known, key=lambda each: each.share or 0)[:MOST_NAMED]
    return [
        {
            "name": each.name,
            "unit": each.unit,
            "reached": plain(each.reached),
            "goal": plain(each.goal),
            "share": each.share,
            "due": 100,
        }
        for each in courses
        if each in behind
    ]


def _course(each: Course, write: Write) -> dict[str, Any]:
    rows = [_row(row, write) for row in each.rows]
    return {"name": each.name, "unit": each.unit, "rows": rows}


def _row(row: Row, write: Write) -> dict[str, Any]:
    figures = {name: write(row[name]) for name in ("reached", "so_far", "planned")}
    return {"name": row["name"], "ends_on": row["ends_on"].isoformat(), **figures}


def _spent(each: report_pictures.Spending) -> dict[str, Any]:
    line = each.line
    return {
        "name": line.name,
        "so_far": rounded(line.so_far),
        "planned": rounded(each.planned),
        "budget": rounded(line.budget),
        "share": line.share,
        "due": each.due,
    }


def plain(value: Decimal | int | None) -> str | None:
    """Return a figure as facts hold it: without separators, whole ones without a point."""
    if value is None:
        return None
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def rounded(amount: Decimal | int | None) -> str | None:
    """Return an amount as a picture tells it: in whole units; its table has it to the cent."""
    return None if amount is None else f"{amount:.0f}"
