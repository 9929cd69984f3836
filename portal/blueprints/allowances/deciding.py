"""What is decided on a sheet of allowances: certified, approved, paid, rejected."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.allowances.forms import ApproveForm, CertifyForm, PayForm, RejectForm
from portal.blueprints.allowances.routes import SHEET, bp, here, shown
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_allowances import (
    APPROVE_SHEET,
    CERTIFY_SHEET,
    DROP_SHEET,
    PAY_SHEET,
    REJECT_SHEET,
)
from portal.domain.policy import Thing
from portal.services import allowance_steps
from portal.services.allowance_finding import sheet_by_id
from portal.web import actor, now, page


def _act(
    sheet: Thing, form: FlaskForm, save: Callable[[], None], kind: str, message: str
) -> ResponseReturnValue:
    def done(_result: None) -> str:
        flash(message)
        return here(sheet)

    return save_or_show(form, save, lambda _: shown("act", sheet, form=form, kind=kind), done)


@bp.route(f"{SHEET}/certify", methods=["GET", "POST"])
@page(Action.CERTIFY_SHEET, sheet_by_id, key="sheet_id")
def certify(sheet: Thing) -> ResponseReturnValue:
    """Record which supervisor certified the days."""
    CERTIFY_SHEET.take(sheet.state)
    form = CertifyForm()

    def save() -> None:
        allowance_steps.certify(sheet, form.supervisor.data or "", actor(), now())

    return _act(sheet, form, save, "certify", gettext("Recorded. Finance decides."))


@bp.route(f"{SHEET}/approve", methods=["GET", "POST"])
@page(Action.APPROVE_SHEET, sheet_by_id, key="sheet_id")
def approve(sheet: Thing) -> ResponseReturnValue:
    """Approve a certified sheet as finance officer."""
    APPROVE_SHEET.take(sheet.state)

    def save() -> None:
        allowance_steps.approve(sheet, actor(), now())

    said = gettext("Approved. The payment can be made.")
    return _act(sheet, ApproveForm(), save, "approve", said)


@bp.route(f"{SHEET}/pay", methods=["GET", "POST"])
@page(Action.PAY_SHEET, sheet_by_id, key="sheet_id")
def pay(sheet: Thing) -> ResponseReturnValue:
    """Record the payment of an approved sheet."""
    PAY_SHEET.take(sheet.state)
    form = PayForm()

    def save() -> None:
        allowance_steps.pay(sheet, form.payment(), actor(), now())

    return _act(sheet, form, save, "pay", gettext("The payment is recorded."))


@bp.route(f"{SHEET}/reject", methods=["GET", "POST"])
@page(Action.REJECT_SHEET, sheet_by_id, key="sheet_id")
def reject(sheet: Thing) -> ResponseReturnValue:
    """Reject a sheet as finance officer."""
    REJECT_SHEET.take(sheet.state)
    return _reject(sheet)


@bp.route(f"{SHEET}/drop", methods=["GET", "POST"])
@page(Action.WRITE_SHEET, sheet_by_id, key="sheet_id")
def drop(sheet: Thing) -> ResponseReturnValue:
    """Give a draft up as programme officer."""
    DROP_SHEET.take(sheet.state)
    return _reject(sheet)


def _reject(sheet: Thing) -> ResponseReturnValue:
    form = RejectForm()

    def save() -> None:
        allowance_steps.reject(sheet, form.reason.data or "", actor(), now())

    return _act(sheet, form, save, "reject", gettext("Rejected. Its days are free again."))
