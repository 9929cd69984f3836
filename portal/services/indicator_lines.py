"""The indicators of a report as they are read: this period, those before, and the sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from portal.domain import indicators as rules
from portal.domain.indicators import Entry, Figure, IndicatorKind, Measure
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_figures import CorrectionState
from portal.domain.monitoring import behind
from portal.models import Actual, ContractTarget, FigureCorrection, Indicator, Person, Report
from portal.services import figures, indicator_sums, measures
from portal.services.indicator_sums import Point

UNACCEPTED = (ReportState.SUBMITTED, ReportState.RETURNED)


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator in one period; ``earlier`` are the periods filed before it, in order."""

    actual: Actual
    goal: ContractTarget
    measure: Measure
    entry: Entry
    earlier: Sequence[Point]
    corrections: Sequence[FigureCorrection]

    @property
    def indicator(self) -> Indicator:
        """The indicator that is reported on."""
        return self.actual.indicator

    @property
    def kind(self) -> IndicatorKind:
        """What it measures."""
        return self.measure.kind

    @property
    def value(self) -> Fraction | None:
        """What the figure of this period is worth."""
        return rules.worth(self.kind, self.entry.whole)

    @property
    def whole(self) -> int:
        """The target of the whole contract."""
        return self.goal.target

    @property
    def cumulative(self) -> Figure:
        """The figure of all periods up to this one."""
        own = [] if self.entry.whole.total is None else [self.entry.whole]
        return rules.cumulated(self.measure, [*(each.figure for each in self.earlier), *own])

    @property
    def so_far(self) -> Fraction | None:
        """What the cumulative figure is worth."""
        return rules.worth(self.kind, self.cumulative)

    @property
    def previous(self) -> list[tuple[int, Fraction | None]]:
        """Number and worth of each period filed before this one."""
        return [(each.number, rules.worth(self.kind, each.figure)) for each in self.earlier]

    @property
    def share(self) -> int | None:
        """The figure in percent of the period's target, rounded down."""
        return rules.reached(self.measure, self.value, self.goal.baseline, self.actual.target)

    @property
    def under(self) -> bool:
        """Whether the figure is so far behind its target that a note is due."""
        return behind(self.measure, self.value, self.actual.target)

    @property
    def lacks_note(self) -> bool:
        """Whether a note is due and missing."""
        return self.under and not self.actual.note.strip()

    def told(self, language: str) -> list[tuple[str, list[tuple[str, Figure]]]]:
        """Return the parts that were given, with their names, by dimension."""
        named = [
            (each.dimension, [self._part(each.dimension, one, language) for one in each.values])
            for each in self.measure.breakdowns
        ]
        return [(name, [row for row in rows if not row[1].empty]) for name, rows in named]

    def _part(self, dimension: str, value: str, language: str) -> tuple[str, Figure]:
        place = (dimension, value)
        return measures.name_of(place, language), self.entry.part(place)

    @property
    def corrected(self) -> list[tuple[FigureCorrection, Fraction | None]]:
        """The corrections of the figure, each with what its new figure is worth."""
        return [
            (each, rules.worth(self.kind, Figure(each.total, each.denominator)))
            for each in self.corrections
        ]

    @property
    def complete(self) -> bool:
        """Whether the figure and every part of it is given."""
        return rules.is_complete(self.measure, self.entry)


def indicator_lines(report: Report, *, as_accepted: bool = False) -> list[IndicatorLine]:
    """Return the indicators of a report in their order, with what was filed before.

    ``as_accepted`` reads earlier periods as they stood when the report was accepted.
    """
    goals = measures.goals(report.contract_id)
    parts = figures.parts_of(report)
    frozen = as_accepted and report.accepted_at
    earlier = accepted_points(report) if frozen else earlier_points(report)
    made = corrections_of(report)
    return [
        IndicatorLine(
            row,
            goals[row.indicator_id],
            measures.measure_of(goals[row.indicator_id]),
            figures.entry_of(row, parts),
            earlier.get(row.indicator_id, []),
            [each for each in made if each.indicator_id == row.indicator_id],
        )
        for row in figures.actuals(report)
    ]


def earlier_points(report: Report) -> Mapping[UUID, list[Point]]:
    """Return the figures of earlier periods: accepted ones as corrected, then those filed."""
    kept = indicator_sums.wholes(report.contract_id)
    found = {key: [p for p in kept[key] if p.number < report.number] for key in kept}
    query = (
        Actual.select(Actual, Report)
        .join(Report)
        .where(
            (Report.contract == report.contract_id)
            & (Report.number < report.number)
            & Report.state.in_(UNACCEPTED)
        )
    )
    for row in query.order_by(Report.number):
        point = Point(row.report.number, Figure(row.total, row.denominator), row.target)
        found.setdefault(row.indicator_id, []).append(point)
    return found


def accepted_points(report: Report) -> Mapping[UUID, list[Point]]:
    """Return the figures of earlier periods as they stood when a report was accepted.

    What was accepted never changes; corrections that were approved later are left out.
    """
    same = (Report.contract == report.contract_id) & (Report.number < report.number)
    query = Actual.select(Actual, Report).join(Report).where(same)
    found: dict[UUID, dict[int, Point]] = {}
    for row in query.order_by(Report.number):
        point = Point(row.report.number, Figure(row.total, row.denominator), row.target)
        found.setdefault(row.indicator_id, {})[point.number] = point
    for each in _corrected_by(report):
        points, number = found[each.indicator_id], each.report.number
        points[number] = replace(points[number], figure=Figure(each.total, each.denominator))
    return {key: list(points.values()) for key, points in found.items()}


def _corrected_by(report: Report) -> list[FigureCorrection]:
    """Return the corrections of earlier periods that were approved before a report was."""
    query = FigureCorrection.select(FigureCorrection, Report).join(
        Report, on=FigureCorrection.report
    )
    chosen = query.where(
        (Report.contract == report.contract_id)
        & (Report.number < report.number)
        & (FigureCorrection.state == CorrectionState.APPROVED)
        & (FigureCorrection.decided_at <= report.accepted_at)
    )
    return list(chosen.order_by(FigureCorrection.decided_at))


def corrections_of(report: Report) -> list[FigureCorrection]:
    """Return the corrections of a report's figures, oldest first."""
    people = FigureCorrection.select(FigureCorrection, Person).join(
        Person, on=FigureCorrection.asked_by
    )
    query = people.where(FigureCorrection.report == report)
    return list(query.order_by(FigureCorrection.asked_at))
