"""The blueprint of handover plans, and what its pages share."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for

from portal.domain.policy import Thing

bp = Blueprint("handover", __name__)
CENTRE = "/centres/<slug:slug>/handover"
PLAN = "/handover/<uuid:plan_id>"
GOAL = "/handover/milestones/<uuid:goal_id>"
REVIEW = "/handover/reviews/<uuid:review_id>"


def here(plan: Thing, part: str = "") -> str:
    """Return the address of a plan, or of a part of its page."""
    return url_for("handover.show", plan_id=plan.id, _anchor=part or None)


def told(plan: Thing, message: str) -> str:
    """Tell what was done and lead back to the plan."""
    flash(message)
    return here(plan)


def form_page(plan: Thing, form: Any, kind: str, **more: Any) -> str:  # noqa: ANN401 - forms
    """Render the page of one form on a plan; ``kind`` names its words."""
    return render_template(
        "handover/form.html", plan=plan, centre=plan.centre, form=form, kind=kind, **more
    )
