"""Which reports are of a period of their contract, and which of them is the final one."""

from collections.abc import Iterable
from datetime import date, timedelta

from peewee import Expression

from portal.domain import report_kinds as rules
from portal.domain.lifecycle import ReportState
from portal.domain.report_kinds import ReportKind
from portal.models import Contract, ContractClause, Report

FINAL_DAYS = "final_report_days"
"""The figure of a clause that says when the final report is due after the end."""


def of_periods() -> Expression:
    """Return the condition that a report is of a period, and was not asked for beside them."""
    return Report.kind != ReportKind.AD_HOC


def final_days(contract: Contract, clauses: Iterable[ContractClause] | None = None) -> int:
    """Return how many days after the end the final report is due: as a clause says.

    A contract whose clauses say nothing has its usual days.
    """
    every = contract.clauses if clauses is None else clauses
    found = (_days_of(each) for each in every if not each.left_out)
    return next((int(days) for days in found if days.isdecimal()), contract.report_days)


def _days_of(clause: ContractClause) -> str:
    asked = {row["name"]: str(row.get("value", "")) for row in clause.parameters}
    given = str(clause.given.get(FINAL_DAYS) or "")
    return (given or asked[FINAL_DAYS]) if FINAL_DAYS in asked else ""


def last_of(contract: Contract) -> Report | None:
    """Return the report of the last period of a contract."""
    mine = Report.select().where((Report.contract == contract) & of_periods())
    last: Report | None = mine.order_by(Report.number.desc()).first()
    return last


def settle(contract: Contract) -> None:
    """Make the last period's report the final one, and no other, in the caller's transaction.

    One that is accepted stays what it is; a due day moves only while nothing was filed.
    """
    last = last_of(contract)
    open_ones = (Report.contract == contract) & (Report.state != ReportState.ACCEPTED)
    for each in Report.select().where(open_ones & of_periods()):
        kind = _kind(contract, each, last)
        if each.kind is not kind:
            days = final_days(contract) if kind is ReportKind.FINAL else contract.report_days
            _change(each, kind, each.ends_on + timedelta(days=days))


def _kind(contract: Contract, report: Report, last: Report | None) -> ReportKind:
    if last is not None and report.id == last.id:
        return ReportKind.FINAL
    return rules.of_months(contract.report_every_months)


def _change(report: Report, kind: ReportKind, due_on: date) -> None:
    moves = {"due_on": due_on} if report.state is ReportState.DRAFT else {}
    Report.update(kind=kind, **moves).where(Report.id == report.id).execute()
