"""What the office does not accept of a report's expenditure: found, kept, perhaps lifted."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.policy import Actor, require
from portal.models import IneligibleAmount, Report
from portal.services import events, report_money
from portal.services.report_cash import require_fine
from portal.services.steps import found

OPEN = (ReportState.SUBMITTED, ReportState.ACCEPTED)
"""In which states an amount is found: while the office reads it, and on a later check."""


@dataclass(frozen=True)
class Finding:
    """An amount of a category in the contract's currency, and why it is not eligible."""

    category: str
    amount: Decimal
    reason: str


def of(report: Report) -> list[IneligibleAmount]:
    """Return what was found in a report, also what was lifted, the oldest first."""
    query = IneligibleAmount.select().where(IneligibleAmount.report == report.id)
    return list(query.order_by(IneligibleAmount.found_at, IneligibleAmount.id))


def by_id(report: Report, amount_id: UUID) -> IneligibleAmount:
    """Find one amount of a report."""
    mine = (IneligibleAmount.id == amount_id) & (IneligibleAmount.report == report.id)
    return found(IneligibleAmount.get_or_none(mine))


def find(report: Report, finding: Finding, by: Actor, at: datetime) -> None:
    """Keep an amount that is not eligible; together they never pass what was stated."""
    require(by, Action.FIND_INELIGIBLE, report)
    if finding.amount <= 0:
        raise RuleBroken("ineligible_not_positive", "amount")
    require_fine(finding.amount, report.contract.currency, "amount")
    with atomic():
        _hold(report)
        left = _left(report, finding.category)
        if finding.amount > left:
            raise RuleBroken(
                "ineligible_too_much", "amount", most=left, currency=report.contract.currency
            )
        IneligibleAmount.create(
            report=report,
            category=finding.category,
            amount=finding.amount,
            reason=finding.reason.strip(),
            found_at=at,
            found_by=by.person_id,
        )
        facts = {"category": finding.category, "amount": str(finding.amount)}
        events.record(by, "report.ineligible_found", report, at, **facts)


def _hold(report: Report) -> None:
    held = Report.update(number=Report.number).where(
        (Report.id == report.id) & Report.state.in_(list(OPEN))
    )
    if held.execute() != 1:
        raise RuleBroken("ineligible_not_now")


def _left(report: Report, category: str) -> Decimal:
    lines = {each.code: each for each in report_money.ledger(report, "en")}
    if category not in lines:
        raise NotFound
    return lines[category].net


def lift(row: IneligibleAmount, reason: str, by: Actor, at: datetime) -> None:
    """Accept an amount after all, with the reason; what was found stays on record."""
    require(by, Action.FIND_INELIGIBLE, row.report)
    if not reason.strip():
        raise RuleBroken("ineligible_reason", "reason")
    lifted = {"lifted_at": at, "lifted_by": by.person_id, "lift_reason": reason.strip()}
    same = (IneligibleAmount.id == row.id) & IneligibleAmount.lifted_at.is_null()
    with atomic():
        if IneligibleAmount.update(lifted).where(same).execute() != 1:
            raise RuleBroken("ineligible_lifted")
        events.record(by, "report.ineligible_lifted", row.report, at, category=row.category)
