"""Pages of the area: instalments."""

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.contracts.signing import limited
from portal.blueprints.instalments.forms import (
    ApproveForm,
    PayForm,
    RejectForm,
    VerifyForm,
    request_form,
)
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.lifecycle_contracts import (
    APPROVE_INSTALMENT,
    INSTALMENT_STEPS,
    PAY_INSTALMENT,
    REFUSE_INSTALMENT,
    REQUEST_INSTALMENT,
    VERIFY_INSTALMENT,
)
from portal.domain.policy import Thing
from portal.services import budget_categories, documents, events, instalments
from portal.services.instalment_facts import lines, offer, standing
from portal.services.instalment_finding import by_id, requests_of, visible
from portal.services.instalment_work import groups
from portal.services.instalments import REJECTING
from portal.web import actor, language, now, page

bp = Blueprint("instalments", __name__, url_prefix="/instalments")
MOST = 200
"""How many instalments the list shows at once."""


def _here(case: Thing) -> str:
    return url_for("instalments.show", instalment_id=case.instalment.id)


@bp.get("/")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List the instalments that the actor may see, by what is asked of whom."""
    found = groups(visible(actor()), now())
    usual = next((name for name, rows in found.items() if rows), "all")
    wanted = request.args.get("show", usual)
    if wanted not in found:
        raise NotFound
    return render_template(
        "instalments/index.html",
        counts={name: len(rows) for name, rows in found.items()},
        wanted=wanted,
        rows=found[wanted][:MOST],
        most=MOST,
    )


@bp.get("/<uuid:instalment_id>")
@page(Action.SEE_INSTALMENT, by_id, key="instalment_id")
def show(case: Thing) -> ResponseReturnValue:
    """Show an instalment: what it waits for, its requests, and what is asked of whom."""
    return _page("show", case, requests=requests_of(case.instalment), **_papers(case))


def _papers(case: Thing) -> dict[str, object]:
    made, spoken = case.request, case.contract.language
    asked = documents.of("instalment_request", made.id, spoken) if made else None
    paid = documents.of("payment_certificate", made.id, spoken) if made else None
    return {"asked_paper": asked, "paid_paper": paid}


def _page(name: str, case: Thing, **more: object) -> str:
    made = case.request
    return render_template(
        f"instalments/{name}.html",
        case=case,
        contract=case.contract,
        steps=INSTALMENT_STEPS,
        checks=standing(case, now()),
        lines=instalments.lines_of(made) if made else [],
        categories=budget_categories.names(case.contract.call, language()),
        account=instalments.account_shown(case, actor()),
        account_changed=instalments.account_changed(case),
        events=events.timeline([case.instalment.id]),
        **more,
    )


@bp.route("/<uuid:instalment_id>/request", methods=["GET", "POST"])
@page(Action.REQUEST_INSTALMENT, by_id, key="instalment_id")
@limited
def ask(case: Thing) -> ResponseReturnValue:
    """Request an instalment, with the certification, as the partner's signatory."""
    REQUEST_INSTALMENT.take(case.state)
    figures = lines(case)
    form = request_form(figures, offer(case))
    return save_or_show(
        form,
        lambda: instalments.request(case, form.wish(), actor(), now()),
        lambda _: _page("request", case, form=form, figures=figures),
        lambda _: _done(case, gettext("The instalment is requested.")),
    )


def _done(case: Thing, message: str) -> str:
    flash(message)
    return _here(case)


def _act(
    case: Thing, form: FlaskForm, save: Callable[[], None], kind: str, message: str
) -> ResponseReturnValue:
    return save_or_show(
        form,
        save,
        lambda _: _page("act", case, form=form, kind=kind),
        lambda _: _done(case, message),
    )


@bp.route("/<uuid:instalment_id>/verify", methods=["GET", "POST"])
@page(Action.VERIFY_INSTALMENT, by_id, key="instalment_id")
def verify(case: Thing) -> ResponseReturnValue:
    """Verify a request as programme officer."""
    VERIFY_INSTALMENT.take(case.state)
    form = VerifyForm()

    def save() -> None:
        instalments.verify(case, form.note.data or "", actor(), now())

    return _act(case, form, save, "verify", gettext("Verified. Finance decides."))


@bp.route("/<uuid:instalment_id>/approve", methods=["GET", "POST"])
@page(Action.APPROVE_INSTALMENT, by_id, key="instalment_id")
def approve(case: Thing) -> ResponseReturnValue:
    """Approve a verified request as finance officer."""
    APPROVE_INSTALMENT.take(case.state)
    form = ApproveForm()

    def save() -> None:
        instalments.approve(case, actor(), now())

    return _act(case, form, save, "approve", gettext("Approved. The payment can be made."))


@bp.route("/<uuid:instalment_id>/reject", methods=["GET", "POST"])
@page(Action.REJECT_INSTALMENT, by_id, key="instalment_id")
def reject(case: Thing) -> ResponseReturnValue:
    """Reject a request with a reason, as the officer whose turn it is."""
    REJECTING.get(case.state, REFUSE_INSTALMENT).take(case.state)
    form = RejectForm()

    def save() -> None:
        instalments.reject(case, form.reason.data or "", actor(), now())

    return _act(case, form, save, "reject", gettext("Rejected. The partner reads the reason."))


@bp.route("/<uuid:instalment_id>/pay", methods=["GET", "POST"])
@page(Action.PAY_INSTALMENT, by_id, key="instalment_id")
def pay(case: Thing) -> ResponseReturnValue:
    """Record the payment of an approved instalment."""
    PAY_INSTALMENT.take(case.state)
    form = PayForm()

    def save() -> None:
        instalments.pay(case, form.payment(), actor(), now())

    return _act(case, form, save, "pay", gettext("The payment is recorded."))


@bp.get("/<uuid:instalment_id>/request.pdf")
@page(Action.SEE_INSTALMENT, by_id, key="instalment_id")
def request_pdf(case: Thing) -> ResponseReturnValue:
    """Give the latest request as PDF."""
    return _paper(case, "instalment_request", "request")


@bp.get("/<uuid:instalment_id>/certificate.pdf")
@page(Action.SEE_INSTALMENT, by_id, key="instalment_id")
def certificate(case: Thing) -> ResponseReturnValue:
    """Give the certificate of payment as PDF."""
    return _paper(case, "payment_certificate", "payment")


def _paper(case: Thing, kind: str, name: str) -> ResponseReturnValue:
    if case.request is None:
        raise NotFound
    slug = f"{case.contract.slug}-I{case.instalment.position}-{name}"
    return paper(kind, case.request.id, slug)
