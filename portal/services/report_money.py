"""The money of a report: spending against plan, and what was accepted so far."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peewee import Expression

from portal.config import variance_percent
from portal.domain import monitoring as shares
from portal.domain import report_money as rules
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.report_money import ZERO
from portal.models import Expenditure, IneligibleAmount, Report
from portal.services import budget_categories

WAITING = (ReportState.SUBMITTED, ReportState.RETURNED)


@dataclass(frozen=True)
class LedgerLine:
    """One budget category in one period, or the total of all (no ``code``).

    ``accepted`` and ``waiting`` were spent in earlier periods, in reports that are accepted
    (without what was found not eligible) and that are filed only; ``ineligible`` is of this
    report, ``planned`` what was due to be spent until its end.
    """

    code: str
    name: str
    budget: Decimal
    planned: Decimal
    amount: Decimal | None
    accepted: Decimal
    waiting: Decimal
    ineligible: Decimal
    note: str = ""

    @property
    def net(self) -> Decimal:
        """What was spent in the period, without what was found not eligible."""
        return (self.amount or ZERO) - self.ineligible

    @property
    def so_far(self) -> Decimal:
        """What was spent since the contract began, without what was found not eligible."""
        return self.accepted + self.waiting + self.net

    @property
    def left(self) -> Decimal:
        """What is left of the budget; below 0 when it is passed."""
        return self.budget - self.so_far

    @property
    def share(self) -> int | None:
        """What was spent so far, in percent of the budget."""
        return shares.share(self.so_far, self.budget)

    @property
    def over(self) -> bool:
        """Whether more was spent so far than the budget holds."""
        return shares.over_budget(self.so_far, self.budget)

    @property
    def variance(self) -> Decimal | None:
        """How far spending is off its plan, in percent."""
        return rules.variance(self.so_far, self.planned)

    @property
    def varies(self) -> bool:
        """Whether spending is so far off its plan that a note is due."""
        stated = self.amount is not None
        return stated and rules.varies(self.so_far, self.planned, variance_percent())

    @property
    def lacks_note(self) -> bool:
        """Whether the note on a variance is due and missing."""
        return bool(self.code) and self.varies and not self.note.strip()


def ledger(report: Report, language: str, at: datetime | None = None) -> list[LedgerLine]:
    """Return the budget categories of a report; ``at`` reads what was not eligible by then."""
    names = budget_categories.names(report.contract.call, language)
    accepted = _spent(report, Report.state == ReportState.ACCEPTED)
    waiting = _spent(report, Report.state.in_(WAITING))
    earlier = _not_eligible(_before(report), at)
    here = _not_eligible(IneligibleAmount.report == report.id, at)
    days = (report.contract.starts_on, report.contract.ends_on, report.ends_on)
    return [
        LedgerLine(
            code=row.category,
            name=names.get(row.category, row.category),
            budget=row.budget,
            planned=rules.planned(row.budget, *days),
            amount=row.amount,
            accepted=accepted.get(row.category, ZERO) - earlier.get(row.category, ZERO),
            waiting=waiting.get(row.category, ZERO),
            ineligible=here.get(row.category, ZERO),
            note=row.note,
        )
        for row in rows(report)
    ]


def rows(report: Report) -> list[Expenditure]:
    """Return the rows of a report's budget categories in their order."""
    query = Expenditure.select().where(Expenditure.report == report.id)
    return list(query.order_by(Expenditure.position))


def _before(report: Report) -> Expression:
    return (Report.contract == report.contract_id) & (Report.number < report.number)


def _spent(report: Report, also: Expression) -> dict[str, Decimal]:
    query = Expenditure.select(Expenditure.category, Expenditure.amount).join(Report)
    spent: dict[str, Decimal] = {}
    for row in query.where(_before(report) & also):
        spent[row.category] = spent.get(row.category, ZERO) + (row.amount or ZERO)
    return spent


def _not_eligible(of: Expression, at: datetime | None) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in IneligibleAmount.select(IneligibleAmount).join(Report).where(of):
        if _stands(row, at):
            sums[row.category] = sums.get(row.category, ZERO) + row.amount
    return sums


def _stands(row: IneligibleAmount, at: datetime | None) -> bool:
    if at is None:
        return row.lifted_at is None
    return row.found_at <= at and (row.lifted_at is None or row.lifted_at > at)


def total(lines: list[LedgerLine]) -> LedgerLine:
    """Add the categories up; the amount of the period counts what is filled in."""

    def add(name: str) -> Decimal:
        return sum((getattr(each, name) or ZERO for each in lines), ZERO)

    names = ("budget", "planned", "amount", "accepted", "waiting", "ineligible")
    budget, planned, amount, accepted, waiting, ineligible = map(add, names)
    return LedgerLine("", "", budget, planned, amount, accepted, waiting, ineligible)


def spent(report: Report) -> Decimal:
    """Return what was spent in the period, as the partner states it."""
    return sum((row.amount or ZERO for row in rows(report)), ZERO)


def variance_problems(report: Report) -> list[RuleBroken]:
    """Return what is still to be explained: spending far off its plan, within the budget."""
    bare = [each for each in ledger(report, "en") if each.lacks_note and not each.over]
    if not bare:
        return []
    facts = {"count": len(bare), "percent": variance_percent()}
    return [RuleBroken("variance_notes_missing", "expenditure", **facts)]
