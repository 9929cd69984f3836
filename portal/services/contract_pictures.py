"""What the pictures of a contract show: progress, money and time, from accepted reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.domain import monitoring as rules
from portal.domain.lifecycle import ReportState
from portal.domain.progress import Point, Step, adding, level
from portal.models import Actual, Contract, ContractBudget, Expenditure, Indicator, Report

if TYPE_CHECKING:
    from uuid import UUID

Row = dict[str, Any]
"""One period in a picture and its table: ``name``, its days, its figures."""


@dataclass(frozen=True)
class Course:
    """What a picture over the periods of a contract shows, and the same as a table."""

    name: str
    unit: str
    rows: list[Row]
    goal: int | Decimal

    @property
    def reached(self) -> int | Decimal | None:
        """The last sum; of a percentage the last figure."""
        key = "reached" if self.unit == "percent" else "so_far"
        known = [row[key] for row in self.rows if row[key] is not None]
        return known[-1] if known else None

    @property
    def share(self) -> int | None:
        """What was reached, in percent of the goal."""
        return rules.share(self.reached, self.goal)


@dataclass(frozen=True)
class Lane:
    """A row of the timeline, by the code of its words: spans and days, each done or not."""

    code: str
    spans: Sequence[tuple[date, date, bool]] = ()
    days: Sequence[tuple[date, bool]] = ()


def periods(contract: Contract) -> list[Report]:
    """Return the periods of a contract in their order, each with its report."""
    query = Report.select().where(Report.contract == contract)
    return list(query.order_by(Report.number))


def progress(contract: Contract, reports: Sequence[Report]) -> list[Course]:
    """Return the course of every indicator of a contract."""
    figures = _figures(reports)
    indicators = Indicator.select().where(Indicator.call == contract.call_id)
    return [
        _course(each, [figures.get((report.id, each.id)) for report in reports], reports)
        for each in indicators.order_by(Indicator.position)
    ]


_Figure = tuple[int, int | None] | None


def _figures(reports: Sequence[Report]) -> "Mapping[tuple[UUID, UUID], tuple[int, int | None]]":
    columns = (Actual.report, Actual.indicator, Actual.target, Actual.total)
    query = Actual.select(*columns).where(Actual.report.in_([each.id for each in reports]))
    rows: Iterable[Any] = query.tuples()
    return {(report, indicator): (target, total) for report, indicator, target, total in rows}


def _course(
    indicator: Indicator, figures: Sequence[_Figure], reports: Sequence[Report]
) -> Course:
    steps = [
        Step(target, total if accepted(report) else None)
        for report, (target, total) in zip(
            reports, (each or (0, None) for each in figures), strict=True
        )
    ]
    points = level(steps) if indicator.unit == "percent" else adding(steps)
    goal = points[-1].planned if points else 0
    return Course(indicator.name, indicator.unit, _rows(points, reports), goal)


def accepted(report: Report) -> bool:
    """Say whether the figures of a report count."""
    return report.state is ReportState.ACCEPTED


def _rows(points: Sequence[Point[Any]], reports: Sequence[Report]) -> list[Row]:
    return [
        {
            "name": str(report.number),
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
            "reached": point.reached,
            "so_far": point.so_far,
            "planned": point.planned,
        }
        for point, report in zip(points, reports, strict=True)
    ]


def money(contract: Contract, reports: Sequence[Report]) -> Course:
    """Return what was spent by period against the budget, spread by the days of the periods."""
    spent = _spent(reports)
    lines = ContractBudget.select(ContractBudget.amount)
    agreed = lines.where(ContractBudget.contract == contract)
    budget = sum((row.amount for row in agreed), Decimal(0))
    plans = _plans(budget, reports)
    steps = [
        Step(plan, spent.get(report.id) if accepted(report) else None)
        for plan, report in zip(plans, reports, strict=True)
    ]
    return Course("", contract.currency, _rows(adding(steps), reports), budget)


def _spent(reports: Sequence[Report]) -> "dict[UUID, Decimal]":
    keys = [each.id for each in reports]
    query = Expenditure.select(Expenditure.report, Expenditure.amount)
    chosen: Iterable[Any] = query.where(Expenditure.report.in_(keys)).tuples()
    spent: dict[UUID, Decimal] = {}
    for key, amount in chosen:
        spent[key] = spent.get(key, Decimal(0)) + (amount or Decimal(0))
    return spent


def _plans(budget: Decimal, reports: Sequence[Report]) -> list[Decimal]:
    days = [(each.ends_on - each.starts_on).days + 1 for each in reports]
    return rules.by_days(budget, days)


def timeline(reports: Sequence[Report]) -> list[Lane]:
    """Return the rows of what happens while a contract runs."""
    spans = [(each.starts_on, each.ends_on, accepted(each)) for each in reports]
    due = [(each.due_on, each.submitted_at is not None) for each in reports]
    return [Lane("period", spans=spans), Lane("report", days=due)]
