"""What the pictures of one report show: its indicators and its money, period by period.

They end with the period of the report, and read earlier periods as they stood when it was
accepted: a report tells the same whatever is accepted, corrected or amended later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from portal.domain import monitoring as shares
from portal.domain.progress import Point
from portal.domain.report_money import ZERO, planned
from portal.models import Report
from portal.services import contract_pictures
from portal.services.contract_pictures import Course
from portal.services.indicator_lines import IndicatorLine
from portal.services.indicator_sums import Point as Kept
from portal.services.report_figures import MoneyLine


@dataclass(frozen=True)
class Spending:
    """One budget line: what was spent of it since the start, and what was due by then."""

    line: MoneyLine
    planned: Decimal

    @property
    def due(self) -> int | None:
        """What was due to be spent, in percent of the budget."""
        return shares.share(self.planned, self.line.budget)


def until(report: Report) -> list[Report]:
    """Return the periods of a contract up to that of a report."""
    every = contract_pictures.periods(report.contract)
    return [each for each in every if each.number <= report.number]


def progress(lines: Sequence[IndicatorLine], reports: Sequence[Report]) -> list[Course]:
    """Return the course of each indicator of a report up to its period."""
    return [_course(line, reports) for line in lines]


def _course(line: IndicatorLine, reports: Sequence[Report]) -> Course:
    own = Kept(reports[-1].number, line.entry.whole, line.actual.target)
    return contract_pictures.course(line.indicator, line.measure, [*line.earlier, own], reports)


def spending(report: Report, lines: Sequence[MoneyLine]) -> list[Spending]:
    """Return the budget lines of a report against what was due to be spent by its end."""
    return [Spending(each, due_by(report, each.budget)) for each in lines]


def due_by(report: Report, budget: Decimal) -> Decimal:
    """Return what of a budget was due to be spent by the end of a report's period."""
    return planned(budget, report.contract.starts_on, report.contract.ends_on, report.ends_on)


def money(total: MoneyLine, reports: Sequence[Report]) -> Course:
    """Return what was spent period by period, against the budget by the days that passed."""
    spent = contract_pictures.spent_by(reports)
    own = [spent.get(each.id) for each in reports]
    sums = accumulate((each or ZERO for each in own), initial=ZERO)
    due = [due_by(each, total.budget) for each in reports]
    points = [Point(*each) for each in zip(own, list(sums)[1:], due, strict=True)]
    rows = contract_pictures.told(points, reports)
    return Course("", reports[-1].contract.currency, rows, total.budget)
