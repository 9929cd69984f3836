"""The steps of procedures: reviewed, given back, agreed, put in force, withdrawn, issued."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.procedures.forms import (
    AgreeForm,
    ForceForm,
    RemarkForm,
    ReviewForm,
    WithdrawForm,
)
from portal.blueprints.procedures.views import VERSION, bp, here
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import procedure_steps, procedures
from portal.web import actor, now, page


def _step(
    procedure: Thing, form: FlaskForm, name: str, take: Callable[[], None]
) -> ResponseReturnValue:
    return save_or_show(
        form,
        take,
        lambda _theirs: render_template(
            "procedures/step.html", procedure=procedure, form=form, step=name
        ),
        lambda _: here(procedure),
    )


@bp.route(f"{VERSION}/review", methods=["GET", "POST"])
@page(Action.REVIEW_PROCEDURE, procedures.by_id, key="procedure_id")
def review(procedure: Thing) -> ResponseReturnValue:
    """Review a version under one's own name."""
    return _step(
        procedure,
        ReviewForm(),
        "review_procedure",
        lambda: procedure_steps.review(procedure, actor(), now()),
    )


@bp.route(f"{VERSION}/return", methods=["GET", "POST"])
@page(Action.REVIEW_PROCEDURE, procedures.by_id, key="procedure_id")
def give_back(procedure: Thing) -> ResponseReturnValue:
    """Give a version back with what is to be changed."""
    form = RemarkForm()
    return _step(
        procedure,
        form,
        "return_procedure",
        lambda: procedure_steps.give_back(procedure, form.remark.data or "", actor(), now()),
    )


@bp.route(f"{VERSION}/agree", methods=["GET", "POST"])
@page(Action.AGREE_PROCEDURE, procedures.by_id, key="procedure_id")
def agree(procedure: Thing) -> ResponseReturnValue:
    """Record that the authority and IOM agreed a version."""
    form = AgreeForm()
    return _step(
        procedure,
        form,
        "agree_procedure",
        lambda: procedure_steps.agree(
            procedure, form.agreement(form.agreed_on.data or now().date()), actor(), now()
        ),
    )


@bp.route(f"{VERSION}/start", methods=["GET", "POST"])
@page(Action.AGREE_PROCEDURE, procedures.by_id, key="procedure_id")
def start(procedure: Thing) -> ResponseReturnValue:
    """Put an agreed version in force from a day on."""
    form = ForceForm()
    return _step(
        procedure,
        form,
        "start_procedure",
        lambda: procedure_steps.start(
            procedure, form.starts_on.data or now().date(), actor(), now()
        ),
    )


@bp.route(f"{VERSION}/withdraw", methods=["GET", "POST"])
@page(Action.AGREE_PROCEDURE, procedures.by_id, key="procedure_id")
def withdraw(procedure: Thing) -> ResponseReturnValue:
    """Withdraw a version with the reason."""
    form = WithdrawForm()
    return _step(
        procedure,
        form,
        "withdraw_procedure",
        lambda: procedure_steps.withdraw(procedure, form.reason.data or "", actor(), now()),
    )


@bp.post(f"{VERSION}/issue")
@page(Action.AGREE_PROCEDURE, procedures.by_id, key="procedure_id")
def issue(procedure: Thing) -> ResponseReturnValue:
    """Ask for the official document of a version in force."""
    procedure_steps.issue(procedure, actor(), now())
    flash(gettext("The official document is being made in both languages."))
    return redirect(here(procedure), 303)
