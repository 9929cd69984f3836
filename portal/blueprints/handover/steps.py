"""Pages of the steps of a handover plan, from its submission to its closing."""

from collections.abc import Callable
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.handover.forms import (
    AgreeForm,
    CloseForm,
    ReasonForm,
    ReviewForm,
    TransferForm,
)
from portal.blueprints.handover.routes import PLAN, REVIEW, bp, form_page, here, told
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_handover import (
    AGREE_PLAN,
    CLOSE_PLAN,
    HAND_OVER,
    RETURN_PLAN,
    TAKE_BACK_PLAN,
    WITHDRAW_PLAN,
)
from portal.domain.policy import Thing
from portal.domain.workflow import Step
from portal.services import handover_finding as finding
from portal.services import handover_steps as steps
from portal.web import actor, now, page


@bp.post(f"{PLAN}/submit")
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def submit(plan: Thing) -> ResponseReturnValue:
    """Give a complete draft to the head of office."""
    steps.submit(plan, actor(), now())
    return redirect(told(plan, gettext("The plan is submitted.")), 303)


@bp.post(f"{PLAN}/approve")
@page(Action.APPROVE_HANDOVER, finding.by_id, key="plan_id")
def approve(plan: Thing) -> ResponseReturnValue:
    """Approve a plan."""
    steps.approve(plan, actor(), now())
    return redirect(told(plan, gettext("The plan is approved and is being issued.")), 303)


@bp.route(f"{PLAN}/return", methods=["GET", "POST"])
@page(Action.APPROVE_HANDOVER, finding.by_id, key="plan_id")
def send_back(plan: Thing) -> ResponseReturnValue:
    """Give a submitted plan back with the reason."""
    return _reason(plan, RETURN_PLAN, "return", steps.send_back)


@bp.route(f"{PLAN}/take-back", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def take_back(plan: Thing) -> ResponseReturnValue:
    """Draft a plan again that the authority did not agree to yet."""
    return _reason(plan, TAKE_BACK_PLAN, "take_back", steps.take_back)


@bp.route(f"{PLAN}/withdraw", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def withdraw(plan: Thing) -> ResponseReturnValue:
    """Give up a version that is not agreed."""
    return _reason(plan, WITHDRAW_PLAN, "withdraw", steps.withdraw)


def _reason(
    plan: Thing, step: Step[Any], kind: str, take: Callable[..., None]
) -> ResponseReturnValue:
    step.take(plan.state)
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: take(plan, form.reason.data or "", actor(), now()),
        lambda _: form_page(plan, form, kind),
        lambda _: here(plan),
    )


@bp.route(f"{PLAN}/agree", methods=["GET", "POST"])
@page(Action.AGREE_HANDOVER, finding.by_id, key="plan_id")
def agree(plan: Thing) -> ResponseReturnValue:
    """Record the authority's agreement."""
    AGREE_PLAN.take(plan.state)
    form = AgreeForm()

    def save() -> None:
        letter = (form.letter.data or "", form.agreed_on.data)
        steps.agree(plan, *letter, actor(), now())

    shown = gettext("The agreement is recorded, and the plan is being issued with it.")
    return save_or_show(
        form, save, lambda _: form_page(plan, form, "agree"), lambda _: told(plan, shown)
    )


@bp.post(f"{PLAN}/start")
@page(Action.AGREE_HANDOVER, finding.by_id, key="plan_id")
def start(plan: Thing) -> ResponseReturnValue:
    """Begin to carry out an agreed plan."""
    steps.start(plan, actor(), now())
    return redirect(here(plan), 303)


@bp.route(f"{PLAN}/transfer", methods=["GET", "POST"])
@page(Action.HAND_OVER, finding.by_id, key="plan_id")
def transfer(plan: Thing) -> ResponseReturnValue:
    """Record the act of transfer."""
    HAND_OVER.take(plan.state)
    form = TransferForm()
    shown = gettext("The centre is handed over. The record of the transfer is being issued.")
    return save_or_show(
        form,
        lambda: steps.hand_over(plan, form.transfer(), actor(), now()),
        lambda _: form_page(plan, form, "transfer"),
        lambda _: told(plan, shown),
    )


@bp.route(REVIEW, methods=["GET", "POST"])
@page(Action.HAND_OVER, finding.review_by_id, key="review_id")
def review(row: Thing) -> ResponseReturnValue:
    """Note what a review after the handover found."""
    CLOSE_PLAN.take(row.plan.state)
    form = ReviewForm(
        data={name: getattr(row, name) for name in ("held_on", "text", "version")}
    )
    return save_or_show(
        form,
        lambda: steps.note_review(row, form.held(), actor(), now()),
        lambda theirs: form_page(row.plan, form, "review", theirs=theirs, review=row),
        lambda _: told(row.plan, gettext("The review is noted.")),
    )


@bp.route(f"{PLAN}/close", methods=["GET", "POST"])
@page(Action.HAND_OVER, finding.by_id, key="plan_id")
def close(plan: Thing) -> ResponseReturnValue:
    """Close a plan once every review is noted."""
    CLOSE_PLAN.take(plan.state)
    form = CloseForm()
    return save_or_show(
        form,
        lambda: steps.close(plan, form.remark.data or "", actor(), now()),
        lambda _: form_page(plan, form, "close"),
        lambda _: told(plan, gettext("The plan is closed.")),
    )
