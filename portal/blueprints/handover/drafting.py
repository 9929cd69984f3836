"""Pages on which a handover plan is drafted: what it says, its shares, a new version."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.handover.forms import OutlineForm, YearsForm
from portal.blueprints.handover.routes import CENTRE, PLAN, bp, form_page, here, told
from portal.blueprints.rows import spare
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_handover import SUBMIT_PLAN
from portal.domain.policy import Thing
from portal.services import centres
from portal.services import handover_finding as finding
from portal.services import handover_plans as plans
from portal.web import actor, language, now, page

OUTLINE = (
    "authority",
    "planned_on",
    "capacity",
    "staff_iom",
    "staff_state",
    "baseline",
    "conditions",
    "support",
    "version",
)


@bp.route(f"{CENTRE}/new", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, centres.by_slug)
def begin(centre: Thing) -> ResponseReturnValue:
    """Begin the handover plan of a centre."""
    form = OutlineForm(data={"authority": centre.authority, "capacity": centre.capacity})
    return save_or_show(
        form,
        lambda: plans.begin(centre, form.outline(), language(), actor(), now()),
        lambda _: render_template(
            "handover/form.html", plan=None, centre=centre, form=form, kind="new"
        ),
        lambda made: told(made, gettext("The plan is begun with the usual milestones.")),
    )


@bp.route(f"{PLAN}/edit", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def edit(plan: Thing) -> ResponseReturnValue:
    """Change what a draft says."""
    SUBMIT_PLAN.take(plan.state)
    form = OutlineForm(data={name: getattr(plan, name) for name in OUTLINE})
    return save_or_show(
        form,
        lambda: plans.change(plan, form.outline(), form.seen(), actor(), now()),
        lambda theirs: form_page(plan, form, "edit", theirs=theirs),
        lambda _: told(plan, gettext("The plan is saved.")),
    )


@bp.route(f"{PLAN}/shares", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def shares(plan: Thing) -> ResponseReturnValue:
    """Say who pays which part of the budget of each year."""
    SUBMIT_PLAN.take(plan.state)
    years = [vars(each.share) for each in finding.years(plan)]
    form = YearsForm(data={"version": plan.version, "years": years})
    return save_or_show(
        form,
        lambda: plans.save_years(plan, form.shares(), form.seen(), actor(), now()),
        lambda theirs: _shares(plan, form, theirs),
        lambda _: told(plan, gettext("The shares are saved.")),
    )


def _shares(plan: Thing, form: YearsForm, theirs: object) -> str:
    spare(form.years)
    return render_template("handover/shares.html", plan=plan, form=form, theirs=theirs)


@bp.post(f"{PLAN}/revise")
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def revise(plan: Thing) -> ResponseReturnValue:
    """Begin a new version of an agreed plan."""
    return redirect(here(plans.revise(plan, actor(), now())), 303)
