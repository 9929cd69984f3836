"""Opening the proposals of a call, and the letters that end its selection."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.opening_shares import has_closed, sealed_page
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.domain.actions import Action
from portal.services import call_keys, documents, events, opening
from portal.services.opening import Call
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/opening", endpoint="opening")
@page(Action.SEE_OPENING, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show who opens, and once opened, what came in and when."""
    if call_keys.has(call):
        return sealed_page(call)
    return render_template(
        "committee/opening.html",
        call=call,
        closed=has_closed(call.deadline),
        proposals=opening.opened(call),
        document=documents.of("opening", call.id, language()),
        events=events.timeline([call.id]),
    )


@bp.post("/calls/<slug:slug>/opening/start")
@page(Action.START_OPENING, opening.call_by_slug)
def start_opening(call: Call) -> ResponseReturnValue:
    """Begin the opening as the first person."""
    opening.start(call, actor(), now())
    flash(_("You have begun the opening. A second person has to confirm it."))
    return redirect(url_for("committee.opening", slug=call.slug), 303)


@bp.post("/calls/<slug:slug>/opening/confirm")
@page(Action.CONFIRM_OPENING, opening.call_by_slug)
def confirm_opening(call: Call) -> ResponseReturnValue:
    """Open the proposals as the second person."""
    opening.confirm(call, actor(), now())
    flash(_("The proposals are open. The opening record is being made."))
    return redirect(url_for("committee.opening", slug=call.slug), 303)


@bp.get("/calls/<slug:slug>/opening.pdf")
@page(Action.SEE_OPENING, opening.call_by_slug)
def opening_paper(call: Call) -> ResponseReturnValue:
    """Answer with the opening record."""
    kind = "opening_sealed" if call_keys.has(call) else "opening"
    return paper(kind, call.id, f"{call.slug}-opening")
