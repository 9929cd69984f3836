"""Declarations of interest and the screening of proposals."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.forms import DeclarationForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import declarations, events, exclusions, opening, screening
from portal.services.opening import Call
from portal.web import actor, now, page


@bp.route("/calls/<slug:slug>/declaration", methods=["GET", "POST"])
@page(Action.DECLARE_INTEREST, opening.call_by_slug)
def declaration(call: Call) -> ResponseReturnValue:
    """Declare a conflict of interest, or that there is none."""
    form = DeclarationForm()
    return save_or_show(
        form,
        lambda: _declare(form, call),
        lambda _theirs: _show_declaration(form, call),
        lambda _done: url_for("committee.declaration", slug=call.slug),
    )


def _declare(form: DeclarationForm, call: Call) -> None:
    conflict = str(form.conflict.data) == "yes"
    declarations.declare(call, form.text.data or "", actor(), now(), conflict=conflict)
    flash(_("Your declaration is stored."))


def _show_declaration(form: DeclarationForm, call: Call) -> str:
    return render_template(
        "committee/declaration.html",
        form=form,
        call=call,
        seat=declarations.seat_of(call, actor()),
        partners=sorted({each.partner.name for each in opening.opened(call)}),
        changeable=call.state in declarations.DECLARABLE,
    )


@bp.get("/calls/<slug:slug>/screening", endpoint="screening")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def list_proposals(call: Call) -> ResponseReturnValue:
    """List the proposals of a call with their screening."""
    received = opening.opened(call)
    return render_template(
        "committee/screening.html",
        call=call,
        proposals=received,
        excluding=exclusions.waiting(received),
        seats=declarations.seats(call),
        broken=screening.broken_start(call),
        events=events.timeline([call.id]),
    )


@bp.post("/calls/<slug:slug>/scoring/start")
@page(Action.START_SCORING, opening.call_by_slug)
def start_scoring(call: Call) -> ResponseReturnValue:
    """Deal out the scorecards."""
    screening.start_scoring(call, actor(), now())
    flash(_("Scoring has started. Each member has a scorecard for each eligible proposal."))
    return redirect(url_for("committee.scoring", slug=call.slug), 303)
