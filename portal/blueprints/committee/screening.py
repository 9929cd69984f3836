"""The screening of proposals."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.routes import bp
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import committee_seats, events, exclusions, opening, screening
from portal.services.opening import Call
from portal.web import actor, now, page


@bp.get("/calls/<slug:slug>/screening", endpoint="screening")
@page(Action.SEE_SCREENING, opening.call_by_slug)
def list_proposals(call: Call) -> ResponseReturnValue:
    """List the proposals of a call with their screening."""
    received = [each for each in opening.opened(call) if can(actor(), Action.SEE_LOT, each)]
    return render_template(
        "committee/screening.html",
        call=call,
        proposals=received,
        excluding=exclusions.waiting(received),
        seats=committee_seats.standing(call),
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
