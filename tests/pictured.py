"""A contract with reports in chosen states and figures, without playing them."""

from datetime import UTC, datetime

from portal.domain.lifecycle import ReportState
from portal.models import Actual, Contract, Expenditure, Report
from portal.services import indicator_sums, monitoring
from tests import factories

AT = datetime(2026, 4, 20, 9, tzinfo=UTC)


def contract(*figures, **facts):
    """A contract in force; an accepted report for each pair of persons and money."""
    made = factories.contract(**{"in_force_at": factories.NOON, **facts})
    monitoring.make_periods(made, factories.NOON)
    for number, (persons, money) in enumerate(figures, 1):
        accept(Report.get(contract=made, number=number), persons, money)
    return Contract.get_by_id(made.id)


def accept(report, persons, money):
    """The report accepted, with a number of persons and an amount spent on staff."""
    write(report, persons, money)
    Report.update(state=ReportState.ACCEPTED, submitted_at=AT, accepted_at=AT).where(
        Report.id == report.id
    ).execute()
    indicator_sums.accept(report, AT)


def write(report, persons, money):
    """A number of persons and an amount spent on staff, written into a report."""
    Actual.update(total=persons).where(Actual.report == report).execute()
    spent = {"staff": money}
    for row in Expenditure.select().where(Expenditure.report == report):
        row.amount = spent.get(row.category, 0)
        row.save()
