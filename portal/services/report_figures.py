"""What a report adds up to: actuals against targets and money against budget."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from peewee import Expression, fn

from portal.domain import monitoring as rules
from portal.domain.lifecycle import ReportState
from portal.models import Actual, Contract, ContractTarget, Expenditure, Indicator, Report
from portal.services import budget_categories

ZERO = Decimal(0)
FILED = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator in one period; ``so_far`` and ``whole`` are of the contract, for counts."""

    actual: Actual
    so_far: int | None
    whole: int | None

    @property
    def indicator(self) -> Indicator:
        """The indicator that is reported on."""
        return self.actual.indicator

    @property
    def share(self) -> int | None:
        """The figure in percent of the period's target."""
        return rules.share(self.actual.total, self.actual.target)

    @property
    def under(self) -> bool:
        """Whether the figure is so far under its target that a note is due."""
        return rules.under_target(self.actual.total, self.actual.target)

    @property
    def lacks_note(self) -> bool:
        """Whether a note is due and missing."""
        return self.under and not self.actual.note.strip()


@dataclass(frozen=True)
class MoneyLine:
    """One budget category in one period, or the total of all (``row`` is None)."""

    name: str
    budget: Decimal
    amount: Decimal | None
    so_far: Decimal
    row: Expenditure | None = None

    @property
    def share(self) -> int | None:
        """What was spent so far, in percent of the budget."""
        return rules.share(self.so_far, self.budget)

    @property
    def over(self) -> bool:
        """Whether more was spent so far than the budget holds."""
        return rules.over_budget(self.so_far, self.budget)

    @property
    def lacks_note(self) -> bool:
        """Whether a note is due and missing."""
        return self.row is not None and self.over and not self.row.note.strip()


def indicator_lines(report: Report) -> list[IndicatorLine]:
    """Return the indicators of a report in their order, with the contract's sums."""
    earlier = _earlier_actuals(report)
    whole = {
        each.indicator_id: each.target
        for each in ContractTarget.select().where(ContractTarget.contract == report.contract_id)
    }
    return [_indicator_line(each, earlier, whole) for each in actuals(report)]


def actuals(report: Report) -> list[Actual]:
    """Return the rows of a report's indicators, each with its indicator."""
    query = Actual.select(Actual, Indicator).join(Indicator).where(Actual.report == report)
    return list(query.order_by(Indicator.position))


def _indicator_line(
    actual: Actual, earlier: Mapping[UUID, int], whole: Mapping[UUID, int]
) -> IndicatorLine:
    if actual.indicator.unit == "percent":
        return IndicatorLine(actual, None, None)
    so_far = earlier.get(actual.indicator_id, 0) + (actual.total or 0)
    return IndicatorLine(actual, so_far, whole.get(actual.indicator_id))


def _earlier_actuals(report: Report) -> dict[UUID, int]:
    query = (
        Actual.select(Actual.indicator, fn.SUM(Actual.total))
        .join(Report)
        .where(_earlier(report))
        .group_by(Actual.indicator)
    )
    sums: Iterable[tuple[UUID, int | None]] = query.tuples()  # type: ignore[assignment]  # as rows
    return {indicator: int(reached or 0) for indicator, reached in sums}


def _earlier(report: Report) -> Expression:
    return (
        (Report.contract == report.contract_id)
        & (Report.number < report.number)
        & Report.state.in_(FILED)
    )


def money_lines(report: Report, language: str) -> list[MoneyLine]:
    """Return the budget categories of a report with what was spent since the contract began."""
    names = budget_categories.names(report.contract.call, language)
    earlier = earlier_spending(report)
    return [
        MoneyLine(
            names.get(row.category, row.category),
            row.budget,
            row.amount,
            earlier.get(row.category, ZERO) + (row.amount or ZERO),
            row,
        )
        for row in expenditures(report)
    ]


def expenditures(report: Report) -> list[Expenditure]:
    """Return the rows of a report's budget categories in their order."""
    query = Expenditure.select().where(Expenditure.report == report)
    return list(query.order_by(Expenditure.position))


def earlier_spending(report: Report) -> dict[str, Decimal]:
    """Return what the reports filed for earlier periods spent in each category."""
    query = Expenditure.select(Expenditure.category, Expenditure.amount).join(Report)
    spent: dict[str, Decimal] = {}
    for row in query.where(_earlier(report)):
        spent[row.category] = spent.get(row.category, ZERO) + (row.amount or ZERO)
    return spent


def total(lines: list[MoneyLine]) -> MoneyLine:
    """Add the categories up; the amount of the period counts what is filled in."""
    return MoneyLine(
        "",
        sum((line.budget for line in lines), ZERO),
        sum((line.amount or ZERO for line in lines), ZERO),
        sum((line.so_far for line in lines), ZERO),
    )


def number_of_periods(contract: Contract | UUID) -> int:
    """Return how many reporting periods a contract has."""
    return Report.select().where(Report.contract == contract).count()
