"""Clearances of Internal Instruction 92: the list, the request, its record and its paper."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.clearances.forms import ClearanceForm
from portal.blueprints.clearances.routes import CLEARANCE, bp, here, shown
from portal.blueprints.paper import paper
from portal.blueprints.rows import spare
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_clearances import ASK_CLEARANCE, ClearanceState
from portal.domain.policy import Thing
from portal.services import centres, clearance_finding, clearances
from portal.services.clearance_finding import Wanted, by_id
from portal.web import actor, now, page

STATES = tuple(ClearanceState)


def wanted() -> Wanted:
    """Return which rows the address asks for."""
    state, centre = request.args.get("state", ""), request.args.get("centre", "")
    known = {each.value for each in STATES}
    return Wanted(state if state in known else "", centre[:40])


@bp.get("/clearances/")
@page(Action.SEE_CLEARANCES)
def index() -> ResponseReturnValue:
    """List the clearances, by state and centre."""
    asked = wanted()
    rows = clearance_finding.listed(asked)
    return render_template(
        "clearances/index.html",
        rows=rows,
        wanted=asked,
        states=STATES,
        centres=clearance_finding.places(),
        in_force=clearance_finding.in_force(rows, now().date()),
    )


@bp.route("/centres/<slug:slug>/clearances/new", methods=["GET", "POST"])
@page(Action.WRITE_CLEARANCE, centres.by_slug)
def new(centre: Thing) -> ResponseReturnValue:
    """Write down what is to be cleared for a centre."""
    form = ClearanceForm()
    return save_or_show(
        form,
        lambda: clearances.draft(centre, form.asked(), actor(), now()),
        lambda _: _form(form, centre),
        _saved,
    )


def _form(form: ClearanceForm, centre: Thing, row: Thing = None, theirs: object = None) -> str:
    spare(form.posts)
    return render_template(
        "clearances/form.html", form=form, centre=centre, clearance=row, theirs=theirs
    )


def _saved(clearance: Thing) -> str:
    flash(gettext("The draft is saved. Nobody has been asked yet."))
    return here(clearance)


@bp.get(CLEARANCE)
@page(Action.SEE_CLEARANCES, by_id, key="clearance_id")
def show(clearance: Thing) -> ResponseReturnValue:
    """Show a clearance: what is covered, who consented, what is asked of whom."""
    return shown("show", clearance)


@bp.route(f"{CLEARANCE}/edit", methods=["GET", "POST"])
@page(Action.WRITE_CLEARANCE, by_id, key="clearance_id")
def edit(clearance: Thing) -> ResponseReturnValue:
    """Change a draft."""
    ASK_CLEARANCE.take(clearance.state)
    form = ClearanceForm(data=_kept(clearance))
    return save_or_show(
        form,
        lambda: clearances.save(clearance, form.asked(), form.seen(), actor(), now()),
        lambda theirs: _form(form, clearance.centre, clearance, theirs),
        lambda _: _saved(clearance),
    )


def _kept(row: Thing) -> dict[str, object]:
    names = ("covers", "ceiling", "currency", "starts_on", "ends_on", "justification")
    more = ("exit_plan", "donor", "agreement", "posts")
    plain = {name: getattr(row, name) for name in (*names, *more)}
    return {**plain, "version": str(row.version)}


@bp.post(f"{CLEARANCE}/ask")
@page(Action.WRITE_CLEARANCE, by_id, key="clearance_id")
def ask(clearance: Thing) -> ResponseReturnValue:
    """Ask those whose consent is needed."""
    clearances.ask(clearance, actor(), now())
    flash(gettext("The clearance is asked for."))
    return redirect(here(clearance), 303)


@bp.get(f"{CLEARANCE}.pdf")
@page(Action.SEE_CLEARANCES, by_id, key="clearance_id")
def clearance_paper(clearance: Thing) -> ResponseReturnValue:
    """Give the clearance as PDF; before it is cleared, as a draft."""
    name = clearance.reference.replace("/", "-")
    return paper("clearance", clearance.id, name, draft=True)
