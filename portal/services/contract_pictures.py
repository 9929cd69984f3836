"""What the pictures of a contract show: progress, money and time, from accepted reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.domain import monitoring as rules
from portal.domain.indicators import NOTHING, Adding, IndicatorKind, Measure, rounded, worth
from portal.domain.lifecycle import ReportState
from portal.domain.progress import Point, Step, adding, level
from portal.models import Actual, Contract, ContractBudget, Expenditure, Indicator, Report
from portal.services import indicator_sums, measures
from portal.services.indicator_sums import Point as Kept

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
        """The last sum; where nothing is summed the last figure."""
        sums = [row["so_far"] for row in self.rows if row["so_far"] is not None]
        known = sums or [row["reached"] for row in self.rows if row["reached"] is not None]
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
    """Return the course of every indicator of a contract, from its kept, corrected figures."""
    known = measures.measures(contract.id)
    kept = indicator_sums.wholes(contract.id)
    targets = _targets([each for each in reports if not accepted(each)])
    query = Indicator.select().where(Indicator.call == contract.call_id)
    return [
        _course(each, known[each.id], kept.get(each.id, []) + targets.get(each.id, []), reports)
        for each in query.order_by(Indicator.position)
        if each.id in known
    ]


def _targets(reports: Sequence[Report]) -> "dict[UUID, list[Kept]]":
    """Return the targets of periods that are not accepted yet, as points without a figure."""
    numbers = {each.id: each.number for each in reports}
    columns = (Actual.indicator, Actual.report, Actual.target)
    query = Actual.select(*columns).where(Actual.report.in_(list(numbers)))
    rows: Iterable[Any] = query.tuples() if numbers else ()
    found: dict[UUID, list[Kept]] = {}
    for indicator, report, target in rows:
        found.setdefault(indicator, []).append(Kept(numbers[report], NOTHING, target))
    return found


def _course(
    indicator: Indicator, measure: Measure, kept: Sequence[Kept], reports: Sequence[Report]
) -> Course:
    by_number = {each.number: each for each in kept}
    steps = [_step(measure, by_number.get(each.number)) for each in reports]
    points = adding(steps) if measure.adding is Adding.SUM else level(steps)
    goal = points[-1].planned if points else 0
    unit = "percent" if measure.kind is IndicatorKind.PERCENTAGE else indicator.unit
    return Course(indicator.name, unit, _rows(points, reports), goal)


def _step(measure: Measure, kept: Kept | None) -> Step[Any]:
    """Return target and worth of one period; one that is not accepted yet has no worth."""
    value = worth(measure.kind, kept.figure) if kept else None
    shown = None if value is None else rounded(measure.kind, value)
    return Step((kept.target or 0) if kept else 0, shown)


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
