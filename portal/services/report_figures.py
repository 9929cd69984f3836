"""What a report adds up to: actuals against targets and money against budget."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from peewee import Expression

from portal.domain import monitoring as rules
from portal.domain.lifecycle import ReportState
from portal.models import Contract, Expenditure, Report
from portal.services import budget_categories
from portal.services.figures import actuals
from portal.services.indicator_lines import IndicatorLine, indicator_lines
from portal.services.report_kinds import of_periods

__all__ = [
    "IndicatorLine",
    "MoneyLine",
    "actuals",
    "earlier_spending",
    "expenditures",
    "indicator_lines",
    "money_lines",
    "number_of_periods",
    "total",
]

ZERO = Decimal(0)
FILED = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)


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
    return Report.select().where((Report.contract == contract) & of_periods()).count()
