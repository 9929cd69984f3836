"""What a contract says of a section of its reports, to be read beside what was reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.indicators import IndicatorKind
from portal.domain.lifecycle_risks import RiskState
from portal.models import ContractTarget, Instalment, Milestone, Report
from portal.services import (
    budget_categories,
    measures,
    report_figures,
    report_frames,
    report_queries,
    report_terms,
    risks,
)

HOURS_OF = {"incidents": "allegation", "psea": "allegation", "data_protection": "breach"}
"""Within which hours of the contract IOM is told of what a section counts."""


@dataclass(frozen=True)
class Promised:
    """One line of the contract; only what it speaks of is set.

    ``figure`` is a target with its ``kind``, or without one a number of words or hours;
    ``amount`` is in the contract's currency.
    """

    label: str
    under: str = ""
    figure: int | None = None
    baseline: int | None = None
    kind: IndicatorKind | None = None
    amount: Decimal | None = None
    on: date | None = None


def promised(report: Report, code: str, language: str) -> Sequence[Promised]:
    """Return what the contract says of a section; nothing where it leaves it to the partner."""
    if code in SAYS:
        return SAYS[code](report, language)
    if code in report_queries.narratives_of(report):
        return _question(report, code, language)
    hours = report_frames.hours(report.contract).get(HOURS_OF.get(code, ""))
    return [Promised("", figure=hours)] if hours else []


def _targets(report: Report, _language: str) -> list[Promised]:
    goals = measures.goals(report.contract_id)
    return [
        _target(row.indicator.name, row.indicator.unit, goals[row.indicator_id])
        for row in report_figures.actuals(report)
        if row.indicator_id in goals
    ]


def _target(name: str, unit: str, goal: ContractTarget) -> Promised:
    return Promised(name, unit, goal.target, goal.baseline, goal.kind)


def _budget(report: Report, language: str) -> list[Promised]:
    names = budget_categories.names(report.contract.call, language)
    rows = report_figures.expenditures(report)
    return [Promised(names[row.category], amount=row.budget) for row in rows]


def _instalments(report: Report, _language: str) -> list[Promised]:
    rows = report.contract.instalments.order_by(Instalment.position)
    return [Promised(f"{row.position}.", row.condition, amount=row.amount) for row in rows]


def _milestones(report: Report, _language: str) -> list[Promised]:
    rows = Milestone.select().where(Milestone.contract == report.contract_id)
    return [Promised(row.title, on=row.due_on) for row in rows.order_by(Milestone.due_on)]


def _risks(report: Report, _language: str) -> list[Promised]:
    """Return the open risks of the contract in the office's register, the worst first."""
    kept = risks.of(risks.Place(report.contract.call.centre, report.contract))
    here = [each for each in kept if each.state is RiskState.OPEN]
    return [Promised(each.title, each.measures, on=each.review_on) for each in here]


def _framed(code: str) -> Callable[[Report, str], list[Promised]]:
    def rows(report: Report, language: str) -> list[Promised]:
        tables = report_frames.frames(report.contract, language)[code]
        main = next(iter(tables.values()), [])
        return [Promised(each.label, each.under) for each in main]

    return rows


def _question(report: Report, code: str, language: str) -> list[Promised]:
    asked = report_queries.sections(language)[code]
    return [Promised(asked, figure=report_terms.limits(report.contract).get(code) or None)]


SAYS: Mapping[str, Callable[[Report, str], list[Promised]]] = {
    "indicators": _targets,
    "expenditure": _budget,
    "cash": _instalments,
    "government": _milestones,
    "report_risks": _risks,
    "annexes": _framed("standards"),
    **{code: _framed(code) for code in ("standards", "services", "staffing")},
}
"""What a contract says of each section that is no heading of the narrative.

Annexes prove what the standards ask for, by their means of verification; risks stand in the
register of the contract.
"""
