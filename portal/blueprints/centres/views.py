"""Centres: the list, the government's request, and each centre's record."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.centres.forms import CentreForm, offer_kinds
from portal.blueprints.rows import spare
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import (
    centres,
    events,
    handover_finding,
    management_committee,
    procedures,
)
from portal.web import actor, now, page

bp = Blueprint("centres", __name__, url_prefix="/centres")


@bp.get("/")
@page(Action.SEE_CENTRES)
def index() -> ResponseReturnValue:
    """List the centres."""
    return render_template(
        "centres/index.html",
        centres=centres.every(),
        overdue=management_committee.overdue_centres(now().date()),
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Action.REGISTER_CENTRE)
def new() -> ResponseReturnValue:
    """Register a centre on a government's request."""
    form = CentreForm()
    return save_or_show(
        form,
        lambda: centres.register(form.values(), form.site_rows(), actor(), now()),
        lambda _: _show_form(form),
        _registered,
    )


def _show_form(form: CentreForm) -> str:
    spare(form.sites)
    for entry in form.sites.entries:
        offer_kinds(entry.form)
    return render_template("centres/new.html", form=form)


def _registered(centre: Thing) -> str:
    flash(gettext("The centre is registered."))
    return url_for("centres.show", slug=centre.slug)


@bp.get("/<slug:slug>")
@page(Action.SEE_CENTRES, centres.by_slug)
def show(centre: Thing) -> ResponseReturnValue:
    """Show a centre: its request, sites, calls, and what happened."""
    today = now().date()
    return render_template(
        "centres/show.html",
        centre=centre,
        sites=centres.sites(centre),
        calls=centres.calls(centre),
        next_meeting=management_committee.next_meeting(centre, today),
        takes_calls=centres.can_have_calls(centre),
        procedures=procedures.in_force(centre, today),
        handover=handover_finding.present(centre, today),
        events=events.timeline([centre.id]),
    )
