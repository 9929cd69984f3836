"""How steady a ranking is, for all who read it; how members score, for the chair."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.committee.routes import bp
from portal.domain.actions import Action
from portal.services import opening, steadiness
from portal.services.opening import Call
from portal.web import page


@bp.get("/calls/<slug:slug>/ranking/steadiness", endpoint="steadiness")
@page(Action.READ_EVALUATION, opening.call_by_slug)
def show_steadiness(call: Call) -> ResponseReturnValue:
    """Show how the ranking moves when one member or one criterion is left out."""
    return render_template(
        "committee/steadiness.html", call=call, lots=steadiness.of_call(call)
    )


@bp.get("/calls/<slug:slug>/ranking/members", endpoint="member_statistics")
@page(Action.MODERATE, opening.call_by_slug)
def show_members(call: Call) -> ResponseReturnValue:
    """Show the chair how each member scores beside the others."""
    return render_template(
        "committee/member_statistics.html", call=call, lots=steadiness.members_of(call)
    )
