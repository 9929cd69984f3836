"""What is decided on a sheet of allowances: certified, approved, paid, rejected."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import IntegrityError

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.allowances import broken_days, uncovered
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import Step
from portal.domain.lifecycle_allowances import (
    APPROVE_SHEET,
    CERTIFY_SHEET,
    DROP_SHEET,
    PAY_SHEET,
    REJECT_SHEET,
    MemorandumState,
    SheetState,
)
from portal.domain.policy import Actor, can, require
from portal.models import AllowanceSheet, Memorandum, SheetDay
from portal.services import documents, events
from portal.services.allowance_finding import cover, held, memoranda, sheet_by_id, sheets
from portal.services.allowances import PAYABLE, is_filled, span
from portal.services.steps import advance
from portal.services.todo import Item

MOST = 200


@dataclass(frozen=True)
class Payment:
    """What finance says of a payment: its reference and the day."""

    reference: str
    on: date


def _held(
    sheet: AllowanceSheet, step: Step[SheetState], by: Actor, at: datetime
) -> AllowanceSheet:
    """Lock the clearance, read the sheet anew, and refuse what may not be paid any more.

    So a memorandum that has ended since leaves no day after its end to be paid.
    """
    clearance = held(sheet.clearance_id)
    now = sheet_by_id(sheet.id)
    require(by, step.action, now)
    step.take(now.state)
    days = [date.fromisoformat(each) for each in now.days] or [now.month]
    broken = uncovered(cover(clearance, *PAYABLE), now.function, min(days), max(days))
    if now.days:
        broken += broken_days(days, now.month, at.date(), span(now))
    if broken:
        raise RulesBroken(broken)
    return now


def certify(sheet: AllowanceSheet, supervisor: str, by: Actor, at: datetime) -> None:
    """Record which supervisor certified the days; who filled them in cannot."""
    require(by, Action.CERTIFY_SHEET, sheet)
    if not supervisor.strip():
        raise RuleBroken("supervisor_missing", "supervisor")
    with atomic():
        now = _held(sheet, CERTIFY_SHEET, by, at)
        if not is_filled(now):
            raise RuleBroken("allowance_no_days")
        said = {"supervisor": supervisor.strip(), "certified_by": by.person_id}
        advance(now, CERTIFY_SHEET, None, certified_at=at, **said)
        events.record(by, "allowance.certified", now, at)


def approve(sheet: AllowanceSheet, by: Actor, at: datetime) -> None:
    """Approve a certified sheet as finance officer: it is printed and can be paid."""
    require(by, Action.APPROVE_SHEET, sheet)
    with atomic():
        now = _held(sheet, APPROVE_SHEET, by, at)
        advance(now, APPROVE_SHEET, approved_by=by.person_id, approved_at=at)
        events.record(by, "allowance.approved", now, at)
        documents.request("allowance_sheet", now.id, now.reference, LANGUAGES, at)


def pay(sheet: AllowanceSheet, payment: Payment, by: Actor, at: datetime) -> None:
    """Record the payment of an approved sheet, once."""
    require(by, Action.PAY_SHEET, sheet)
    if payment.on > at.date():
        raise RuleBroken("payment_in_future", "on")
    reference = " ".join(payment.reference.split())
    with atomic():
        now = _held(sheet, PAY_SHEET, by, at)
        if now.approved_at is not None and payment.on < now.approved_at.date():
            raise RuleBroken("payment_before_approval", "on")
        said = {"payment_reference": reference, "paid_on": payment.on}
        _write_payment(now, paid_by=by.person_id, paid_at=at, **said)
        events.record(by, "allowance.paid", now, at)


def _write_payment(now: AllowanceSheet, **values: object) -> None:
    reference = values["payment_reference"]
    used = AllowanceSheet.select().where(AllowanceSheet.payment_reference == reference)
    if used.exists():
        raise RuleBroken("payment_reference_used", "reference")
    try:
        advance(now, PAY_SHEET, None, **values)
    except IntegrityError as error:
        raise RuleBroken("payment_reference_used", "reference") from error


def reject(sheet: AllowanceSheet, reason: str, by: Actor, at: datetime) -> None:
    """Reject a sheet with a reason: its days can stand on another one.

    A draft is given up by a programme officer, what is certified or approved by finance.
    """
    step = DROP_SHEET if sheet.state is SheetState.DRAFT else REJECT_SHEET
    require(by, step.action, sheet)
    if not reason.strip():
        raise RuleBroken("sheet_reason", "reason")
    with atomic():
        held(sheet.clearance_id)
        said = {"reason": reason.strip(), "rejected_by": by.person_id, "rejected_at": at}
        advance(sheet, step, None, **said)
        SheetDay.delete().where(SheetDay.sheet == sheet).execute()
        events.record(by, "allowance.rejected", sheet, at, step=step.name)


_WORK = {
    SheetState.DRAFT: ("work.certify_sheet", Action.CERTIFY_SHEET),
    SheetState.CERTIFIED: ("work.approve_sheet", Action.APPROVE_SHEET),
    SheetState.APPROVED: ("work.pay_sheet", Action.PAY_SHEET),
}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the memoranda and sheets that wait for the actor."""
    if not can(actor, Action.SEE_ALLOWANCES):
        return []
    drafts = memoranda().where(Memorandum.state == MemorandumState.DRAFT).limit(MOST)
    own = [each for each in drafts if can(actor, Action.APPROVE_MEMORANDUM, each)]
    waiting = sheets().where(AllowanceSheet.state.in_(list(_WORK)), AllowanceSheet.units > 0)
    rows = [each for each in waiting.limit(MOST) if can(actor, _WORK[each.state][1], each)]
    return [_memorandum(each) for each in own] + [_sheet(each) for each in rows]


def _memorandum(row: Memorandum) -> Item:
    parts = {"memorandum_id": str(row.id)}
    title = row.clearance.centre.name
    return Item("work.approve_memorandum", row.reference, title, "memoranda.show", parts)


def _sheet(row: AllowanceSheet) -> Item:
    parts = {"sheet_id": str(row.id)}
    title = row.clearance.centre.name
    return Item(_WORK[row.state][0], row.reference, title, "allowances.show", parts)
