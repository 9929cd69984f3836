"""What the pictures of a contract show: progress, money and time, from accepted reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.domain import monitoring as rules
from portal.domain.indicators import NOTHING, Adding, IndicatorKind, Measure, rounded, worth
from portal.domain.instalments import Due
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_visits import VisitState
from portal.domain.policy import Actor
from portal.domain.progress import Point, Step, adding, level
from portal.models import (
    Actual,
    Contract,
    ContractAmendment,
    ContractBudget,
    Expenditure,
    Indicator,
    Instalment,
    Report,
)
from portal.services import indicator_sums, instalment_finding, measures, visits
from portal.services.indicator_sums import Point as Kept
from portal.services.report_kinds import of_periods

if TYPE_CHECKING:
    from uuid import UUID

Day = tuple[date, bool]
"""A day of the timeline, and whether it is done."""
Row = dict[str, Any]
"""One period in a picture and its table: ``name``, its days, its figures."""


@dataclass(frozen=True)
class Course:
    """What a picture over the periods of a contract shows, and the same as a table."""

    name: str
    unit: str
    rows: list[Row]
    goal: int | Decimal
    start: int = 0
    """Where one begins that goes down to its goal; 0 for those that go up."""

    @property
    def reached(self) -> int | Decimal | None:
        """The last sum; where nothing is summed the last figure."""
        sums = [row["so_far"] for row in self.rows if row["so_far"] is not None]
        known = sums or [row["reached"] for row in self.rows if row["reached"] is not None]
        return known[-1] if known else None

    @property
    def share(self) -> int | None:
        """What was reached, in percent of the goal; of one going down, of the way there."""
        if self.start and self.reached is not None:
            way = Decimal(self.start) - self.reached
            return rules.share(max(Decimal(0), way), Decimal(self.start) - self.goal)
        return rules.share(self.reached, self.goal)


@dataclass(frozen=True)
class Lane:
    """A row of the timeline, by the code of its words: spans and days, each done or not."""

    code: str
    spans: Sequence[tuple[date, date, bool]] = ()
    days: Sequence[Day] = ()


def periods(contract: Contract) -> list[Report]:
    """Return the periods of a contract in their order, each with its report."""
    query = Report.select().where((Report.contract == contract) & of_periods())
    return list(query.order_by(Report.number))


def progress(contract: Contract, reports: Sequence[Report]) -> list[Course]:
    """Return the course of every indicator of a contract, from its kept, corrected figures."""
    known = measures.measures(contract.id)
    kept = indicator_sums.wholes(contract.id)
    targets = _targets([each for each in reports if not accepted(each)])
    query = Indicator.select().where(Indicator.id.in_(list(known)))
    return [
        course(each, known[each.id], kept.get(each.id, []) + targets.get(each.id, []), reports)
        for each in query.order_by(Indicator.position)
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


def course(
    indicator: Indicator, measure: Measure, kept: Sequence[Kept], reports: Sequence[Report]
) -> Course:
    """Return the course of one indicator over some periods, from the figures kept of them."""
    by_number = {each.number: each for each in kept}
    steps = [_step(measure, by_number.get(each.number)) for each in reports]
    points = adding(steps) if measure.adding is Adding.SUM else level(steps)
    goal = points[-1].planned if points else 0
    unit = "percent" if measure.kind is IndicatorKind.PERCENTAGE else indicator.unit
    start = indicator.baseline if measure.falling else 0
    return Course(indicator.name, unit, told(points, reports), goal, start)


def _step(measure: Measure, kept: Kept | None) -> Step[Any]:
    """Return target and worth of one period; one that is not accepted yet has no worth."""
    value = worth(measure.kind, kept.figure) if kept else None
    shown = None if value is None else rounded(measure.kind, value)
    return Step((kept.target or 0) if kept else 0, shown)


def accepted(report: Report) -> bool:
    """Say whether the figures of a report count."""
    return report.state is ReportState.ACCEPTED


def told(points: Sequence[Point[Any]], reports: Sequence[Report]) -> list[Row]:
    """Return points with the numbers and days of their periods."""
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
    spent = spent_by(reports)
    lines = ContractBudget.select(ContractBudget.amount)
    agreed = lines.where(ContractBudget.contract == contract)
    budget = sum((row.amount for row in agreed), Decimal(0))
    plans = _plans(budget, reports)
    steps = [
        Step(plan, spent.get(report.id) if accepted(report) else None)
        for plan, report in zip(plans, reports, strict=True)
    ]
    return Course("", contract.currency, told(adding(steps), reports), budget)


def spent_by(reports: Sequence[Report]) -> "dict[UUID, Decimal]":
    """Return what each of some reports states as spent, by its key."""
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


def timeline(contract: Contract, reports: Sequence[Report], by: Actor) -> list[Lane]:
    """Return the rows of what happens while a contract runs, as a person may know of it."""
    spans = [(each.starts_on, each.ends_on, accepted(each)) for each in reports]
    due = [(each.due_on, each.submitted_at is not None) for each in reports]
    known = (
        Lane("period", spans=spans),
        Lane("report", days=due),
        Lane("instalment", days=_instalments(contract, reports)),
        Lane("visit", days=_visits(contract, by)),
        Lane("amendment", days=_amendments(contract)),
    )
    return [each for each in known if each.spans or each.days]


def _instalments(contract: Contract, reports: Sequence[Report]) -> list[Day]:
    """Return when instalments were paid, or from when on they can be asked for."""
    by_number = {each.number: each.due_on for each in reports}
    by_number[0] = max((each.due_on for each in reports), default=contract.ends_on)
    return [
        (paid or day, paid is not None)
        for case in instalment_finding.of(contract)
        for day in [_due(contract, case.instalment, by_number)]
        for paid in [case.request.value_date if case.request else None]
    ]


def _due(contract: Contract, row: Instalment, by_number: Mapping[int, date]) -> date:
    if row.due is Due.REPORT:
        return by_number.get(row.due_report or 0, contract.ends_on)
    return row.due_on or contract.starts_on


def _visits(contract: Contract, by: Actor) -> list[Day]:
    found = [each for each in visits.of(contract, by) if each.state is not VisitState.CANCELLED]
    return [(each.visited_on or each.planned_on, each.visited_on is not None) for each in found]


def _amendments(contract: Contract) -> list[Day]:
    since = ContractAmendment.in_force_at.is_null(is_null=False)
    query = ContractAmendment.select(ContractAmendment.in_force_at)
    rows = query.where((ContractAmendment.contract == contract) & since)
    return [(each.in_force_at.date(), True) for each in rows if each.in_force_at is not None]
