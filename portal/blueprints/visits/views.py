"""Pages of visits: lists, planning, the visit itself, and its end."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.paper import paper
from portal.blueprints.saved_file import shown_picture
from portal.blueprints.saving import save_or_show
from portal.blueprints.visits import checking, finding_pages
from portal.blueprints.visits.forms import (
    OFFICE,
    CancelForm,
    CommentForm,
    MoveForm,
    PlanForm,
)
from portal.blueprints.visits.routes import CONTRACT, VISIT, bp, here
from portal.domain.actions import Action
from portal.domain.lifecycle_visits import CANCEL_VISIT, VISIT_STEPS
from portal.domain.policy import Thing, can
from portal.domain.visits import VisitKind
from portal.services import (
    action_points,
    assurance,
    checklists,
    documents,
    events,
    findings,
    visits,
)
from portal.services.contract_finding import by_slug
from portal.web import actor, language, now, page

PAGES = (checking, finding_pages)

__all__ = ["PAGES", "bp"]


@bp.get("/visits/")
@page(Action.SEE_CHECKS)
def index() -> ResponseReturnValue:
    """List the visits that the reader may see, and for the office what the year lacks."""
    inside = can(actor(), Action.SEE_RISKS)
    return render_template(
        "visits/index.html",
        visits=visits.visible(actor()),
        lacking=assurance.lacking(now().date()) if inside else [],
    )


@bp.get(CONTRACT)
@page(Action.SEE_CONTRACT, by_slug)
def of_contract(contract: Thing) -> ResponseReturnValue:
    """Show how a contract is checked this year, and its visits."""
    return render_template(
        "visits/contract.html",
        contract=contract,
        assured=assurance.of(contract, now().date()),
        visits=visits.of(contract, actor()),
    )


@bp.app_template_global()
def checks_of(contract: Thing) -> dict[str, object]:
    """Return what the page of a contract tells of its checking."""
    today = now().date()
    return {
        "assured": assurance.of(contract, today),
        "points": action_points.open_for(contract),
        "visits": visits.of(contract, actor()),
    }


@bp.route(f"{CONTRACT}/plan", methods=["GET", "POST"])
@page(Action.PLAN_VISIT, by_slug)
def plan(contract: Thing) -> ResponseReturnValue:
    """Plan a visit of a contract."""
    form = PlanForm(kind=VisitKind.PROGRAMME.value, team=[str(actor().person_id)])
    form.fill(visits.sites(contract), visits.colleagues())

    def save() -> Thing:
        kind = VisitKind(str(form.kind.data))
        return visits.plan(contract, form.plan(kind), actor(), now())

    def show(theirs: object) -> str:
        return render_template("visits/plan.html", contract=contract, form=form, theirs=theirs)

    return save_or_show(form, save, show, here)


@bp.get(VISIT)
@page(Action.SEE_VISIT, visits.by_id, key="visit_id")
def show(visit: Thing) -> ResponseReturnValue:
    """Show a visit with what is asked of the reader."""
    return _shown(visit, CommentForm(formdata=None))


def _shown(visit: Thing, form: CommentForm) -> str:
    return render_template(
        "visits/show.html",
        visit=visit,
        form=form,
        steps=VISIT_STEPS,
        team=visits.team(visit),
        items=checklists.items(visit),
        findings=findings.of(visit),
        photos=checklists.photos(visit),
        categories=findings.categories(visit.kind, language()),
        points=[each for each in action_points.of(visit.contract) if each.finding_id],
        until=visits.comment_until(visit),
        today=now().date(),
        document=documents.of(visits.KIND, visit.id, language()),
        events=events.timeline([visit.id]),
    )


@bp.get(f"{VISIT}.pdf")
@page(Action.SEE_VISIT, visits.by_id, key="visit_id")
def report_paper(visit: Thing) -> ResponseReturnValue:
    """Give the report on a visit as PDF: a draft until it is final."""
    name = f"{visit.contract.slug}-V{visit.number}"
    return paper(visits.KIND, visit.id, name, draft=True)


@bp.route(f"{VISIT}/move", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def move(visit: Thing) -> ResponseReturnValue:
    """Change the plan of a visit."""
    CANCEL_VISIT.take(visit.state)
    form = MoveForm(data=_planned(visit))
    form.fill(visits.sites(visit.contract), visits.colleagues())

    def save() -> None:
        visits.move(visit, form.plan(visit.kind), form.seen(), actor(), now())

    def shown(theirs: object) -> str:
        stands = _planned(visits.by_id(visit.id)) if theirs else None
        return render_template("visits/move.html", visit=visit, form=form, theirs=stands)

    return save_or_show(form, save, shown, lambda _done: here(visit))


def _planned(visit: Thing) -> dict[str, object]:
    return {
        "on": visit.planned_on,
        "site": str(visit.site.id) if visit.site else OFFICE,
        "team": [str(each.id) for each in visits.team(visit)],
        "agenda": visit.agenda,
        "version": str(visit.version),
    }


@bp.route(f"{VISIT}/cancel", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def cancel(visit: Thing) -> ResponseReturnValue:
    """Cancel a visit with a reason."""
    CANCEL_VISIT.take(visit.state)
    form = CancelForm()
    return save_or_show(
        form,
        lambda: visits.cancel(visit, form.reason.data or "", actor(), now()),
        lambda _theirs: render_template("visits/cancel.html", visit=visit, form=form),
        lambda _done: here(visit),
    )


@bp.post(f"{VISIT}/comment")
@page(Action.COMMENT_VISIT, visits.by_id, key="visit_id")
def comment(visit: Thing) -> ResponseReturnValue:
    """Comment a reported visit for the partner."""
    form = CommentForm()
    return save_or_show(
        form,
        lambda: visits.comment(visit, form.comment.data or "", actor(), now()),
        lambda _theirs: _shown(visit, form),
        lambda _done: here(visit),
    )


@bp.post(f"{VISIT}/close")
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def close(visit: Thing) -> ResponseReturnValue:
    """Make a visit final."""
    visits.close(visit, actor(), now())
    flash(_("The visit is final. Its report is being issued."))
    return redirect(here(visit), 303)


@bp.get("/visits/photos/<uuid:photo_id>")
@page(Action.SEE_VISIT, checklists.photo, key="photo_id")
def photo(row: Thing) -> ResponseReturnValue:
    """Give a photo to be shown in the page of its visit."""
    return shown_picture(checklists.content_of(row), row)


@bp.post("/visits/photos/<uuid:photo_id>/remove")
@page(Action.WRITE_VISIT, checklists.photo, key="photo_id")
def remove_photo(row: Thing) -> ResponseReturnValue:
    """Remove a photo from a visit that is not reported yet."""
    checklists.remove_photo(row, actor(), now())
    return redirect(here(row.visit, "photos"), 303)
