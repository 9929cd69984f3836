"""Pages of the milestones of a handover plan: drafted, then marked."""

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.closing.forms import sent
from portal.blueprints.handover.forms import GoalForm, MarkForm
from portal.blueprints.handover.routes import GOAL, PLAN, bp, form_page, here, told
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_handover import HAND_OVER, SUBMIT_PLAN
from portal.domain.policy import Thing
from portal.services import handover_finding as finding
from portal.services import handover_marks as marks
from portal.services import handover_plans as plans
from portal.services.handover_plans import GOAL_COLUMNS
from portal.web import actor, now, page


@bp.route(f"{PLAN}/milestones/new", methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.by_id, key="plan_id")
def add_goal(plan: Thing) -> ResponseReturnValue:
    """Add a milestone to a draft."""
    SUBMIT_PLAN.take(plan.state)
    form = GoalForm()
    return save_or_show(
        form,
        lambda: plans.add_goal(plan, form.typed(), actor(), now()),
        lambda _: form_page(plan, form, "goal_new"),
        lambda _: told(plan, gettext("The milestone is added.")),
    )


@bp.route(GOAL, methods=["GET", "POST"])
@page(Action.WRITE_HANDOVER, finding.goal_by_id, key="goal_id")
def goal(row: Thing) -> ResponseReturnValue:
    """Change a milestone of a draft."""
    SUBMIT_PLAN.take(row.plan.state)
    typed = {name: getattr(row, name) for name in (*GOAL_COLUMNS, "version")}
    form = GoalForm(data={**typed, "side": row.side.value})
    return save_or_show(
        form,
        lambda: plans.change_goal(row, form.typed(), form.seen(), actor(), now()),
        lambda theirs: form_page(row.plan, form, "goal", theirs=theirs, goal=row),
        lambda _: told(row.plan, gettext("The milestone is saved.")),
    )


@bp.post(f"{GOAL}/remove")
@page(Action.WRITE_HANDOVER, finding.goal_by_id, key="goal_id")
def remove_goal(row: Thing) -> ResponseReturnValue:
    """Take a milestone out of a draft."""
    plans.remove_goal(row, actor(), now())
    return redirect(here(row.plan, "milestones"), 303)


@bp.route(f"{GOAL}/mark", methods=["GET", "POST"])
@page(Action.MARK_HANDOVER, finding.goal_by_id, key="goal_id")
def mark(row: Thing) -> ResponseReturnValue:
    """Mark where a milestone of a plan under way stands."""
    HAND_OVER.take(row.plan.state)
    form = MarkForm(data={"version": row.version, "marked_on": now().date()})
    return save_or_show(
        form,
        lambda: marks.mark(row, form.mark(), sent(form), actor(), now()),
        lambda theirs: form_page(row.plan, form, "mark", theirs=theirs, goal=row),
        lambda _: told(row.plan, gettext("The milestone is marked.")),
    )
