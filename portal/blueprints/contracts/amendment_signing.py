"""Amendments approved, declined and signed."""

from collections.abc import Callable
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.contracts.amendment_forms import ApprovalForm, ReasonForm
from portal.blueprints.contracts.amendments import ONE, about, at, form_page
from portal.blueprints.contracts.forms import SignForm
from portal.blueprints.contracts.signing import limited
from portal.blueprints.contracts.views import bp, returns
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_amendments import (
    AGREE_APPROVAL,
    COUNTERSIGN_AMENDMENT,
    DECLINE_AMENDMENT,
    SIGN_AMENDMENT,
)
from portal.domain.policy import Actor, Thing
from portal.services import amendment_approvals, amendments
from portal.services.amendment_finding import approval_by_id, by_id
from portal.services.contract_signatures import Consent
from portal.web import actor, now, page

Act = Callable[[Thing, Actor, Consent, datetime], None]


@bp.route("/amendments/approvals/<uuid:approval_id>", methods=["GET", "POST"])
@page(Action.REVIEW_AMENDMENT, approval_by_id, key="approval_id")
def approve_amendment(asked: Thing) -> ResponseReturnValue:
    """Agree to an amendment, or return it to those who write it."""
    AGREE_APPROVAL.take(asked.state)
    form, one = ApprovalForm(), asked.amendment
    return save_or_show(
        form,
        lambda: _decide(asked, form.comment.data or ""),
        lambda _: render_template(
            "contracts/amendment_approval.html", form=form, asked=asked, **about(one)
        ),
        lambda _: at(one),
    )


def _decide(asked: Thing, comment: str) -> None:
    if returns():
        amendment_approvals.give_back(asked, comment, actor(), now())
    else:
        amendment_approvals.agree(asked, actor(), now())


@bp.route(f"{ONE}/decline", methods=["GET", "POST"])
@page(Action.DECLINE_AMENDMENT, by_id, key="amendment_id")
def decline_amendment(one: Thing) -> ResponseReturnValue:
    """Decline an offered amendment for the partner, with a reason."""
    DECLINE_AMENDMENT.take(one.state)
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: amendments.decline(one, form.comment.data or "", actor(), now()),
        lambda _: form_page("end", one, form, step="decline_amendment"),
        lambda _: at(one),
    )


@bp.route(f"{ONE}/sign", methods=["GET", "POST"])
@page(Action.SIGN_AMENDMENT, by_id, key="amendment_id")
@limited
def sign_amendment(one: Thing) -> ResponseReturnValue:
    """Sign an amendment for the partner."""
    SIGN_AMENDMENT.take(one.state)
    return _signing(one, amendments.sign)


@bp.route(f"{ONE}/countersign", methods=["GET", "POST"])
@page(Action.COUNTERSIGN_AMENDMENT, by_id, key="amendment_id")
@limited
def countersign_amendment(one: Thing) -> ResponseReturnValue:
    """Sign an amendment for IOM: it is in force."""
    COUNTERSIGN_AMENDMENT.take(one.state)
    return _signing(one, amendments.countersign)


def _signing(one: Thing, act: Act) -> ResponseReturnValue:
    form = SignForm(data={"fingerprint": one.fingerprint})

    def save() -> None:
        given = (field.data or "" for field in (form.name, form.password, form.fingerprint))
        act(one, actor(), Consent(*given), now())

    return save_or_show(
        form,
        save,
        lambda _: render_template("contracts/amendment_sign.html", form=form, **about(one)),
        lambda _: at(one),
    )
