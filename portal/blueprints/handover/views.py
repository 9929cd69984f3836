"""Pages of handover plans: the list, a plan, its papers and files."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.handover import drafting, goals, steps
from portal.blueprints.handover.routes import CENTRE, PLAN, bp
from portal.blueprints.paper import paper
from portal.blueprints.saved_file import saved_file
from portal.domain.actions import Action
from portal.domain.lifecycle_handover import PLAN_STEPS, PREPARED, PlanState
from portal.domain.policy import Thing
from portal.services import centres, documents, events
from portal.services import handover_difference as difference
from portal.services import handover_finding as finding
from portal.services import handover_marks as marks
from portal.services.handover_steps import ACT_KIND, kind_of, missing
from portal.web import language, now, page

PAGES = (drafting, goals, steps)

__all__ = ["PAGES", "bp"]


@bp.get("/handover/")
@page(Action.SEE_HANDOVER)
def index() -> ResponseReturnValue:
    """List the handover plans of all centres, what is overdue first."""
    wanted = request.args.get("state", "")
    return render_template(
        "handover/index.html",
        listed=finding.listed(wanted, now().date()),
        wanted=wanted,
        states=list(PlanState),
    )


@bp.get(CENTRE)
@page(Action.SEE_HANDOVER, centres.by_slug)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """Show every version of the handover plan of a centre."""
    return render_template(
        "handover/centre.html",
        centre=centre,
        plans=finding.of(centre),
        running=finding.running(centre),
        takes=finding.takes_plans(centre),
    )


@bp.get(PLAN)
@page(Action.SEE_HANDOVER, finding.by_id, key="plan_id")
def show(plan: Thing) -> ResponseReturnValue:
    """Show a plan with what is asked of the reader."""
    return render_template("handover/show.html", plan=plan, steps=PLAN_STEPS, **_known(plan))


def _known(plan: Thing) -> dict[str, object]:
    rows, today = finding.goals(plan), now().date()
    return {
        "goals": rows,
        "marks": finding.marks(plan),
        "years": finding.years(plan),
        "reviews": finding.reviews(plan),
        "standing": finding.standing(plan, rows, today),
        "course": finding.course(rows),
        "period": finding.period(plan, rows),
        "today": date.min if plan.state in PREPARED else today,
        "lacking": missing(plan) if plan.state is PlanState.DRAFT else [],
        "versions": finding.of(plan.centre),
        "document": documents.of(kind_of(plan), plan.id, language()),
        "act": documents.of(ACT_KIND, plan.id, language()),
        "events": events.timeline([plan.id]),
    }


@bp.get(f"{PLAN}/difference")
@page(Action.SEE_HANDOVER, finding.by_id, key="plan_id")
def differs(plan: Thing) -> ResponseReturnValue:
    """Show what a version says otherwise than the one before."""
    return render_template("handover/difference.html", plan=plan, changes=difference.of(plan))


@bp.get(f"{PLAN}.pdf")
@page(Action.SEE_HANDOVER, finding.by_id, key="plan_id")
def plan_paper(plan: Thing) -> ResponseReturnValue:
    """Give the plan as PDF: a draft until it is approved."""
    name = f"{plan.centre.slug}-H{plan.number}"
    return paper(kind_of(plan), plan.id, name, draft=plan.state in PREPARED)


@bp.get(f"{PLAN}/standing.pdf")
@page(Action.SEE_HANDOVER, finding.by_id, key="plan_id")
def standing_paper(plan: Thing) -> ResponseReturnValue:
    """Give how far the plan is as PDF, as of today."""
    name = f"{plan.centre.slug}-H{plan.number}-standing"
    return paper("handover_standing", plan.id, name, draft=True, mark="today")


@bp.get(f"{PLAN}/transfer.pdf")
@page(Action.SEE_HANDOVER, finding.by_id, key="plan_id")
def act_paper(plan: Thing) -> ResponseReturnValue:
    """Give the record of the transfer as PDF, once the centre is handed over."""
    return paper(ACT_KIND, plan.id, f"{plan.centre.slug}-H{plan.number}-transfer")


@bp.get("/handover/files/<uuid:mark_id>")
@page(Action.SEE_HANDOVER, finding.mark_by_id, key="mark_id")
def evidence(row: Thing) -> ResponseReturnValue:
    """Give a file that shows where a milestone stands."""
    return saved_file(marks.content_of(row), row)
