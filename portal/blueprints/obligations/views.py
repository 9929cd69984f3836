"""A partner's own obligations: what is asked of it now, and the next days."""

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actions import Action
from portal.services import obligations, work
from portal.show import word
from portal.web import actor, now, page

bp = Blueprint("obligations", __name__, url_prefix="/obligations")


@bp.get("/")
@page(Action.SEE_OBLIGATIONS)
def index() -> ResponseReturnValue:
    """Show what is asked of the partner now, and the days that come."""
    duties, today = obligations.of(actor(), now()), now().date()
    return render_template(
        "obligations/index.html",
        needed=[each for each in work.items(actor(), now()) if not each.waiting],
        late=[each for each in duties if each.is_late(today)],
        coming=[each for each in duties if each.day >= today],
    )


@bp.get("/dates.ics")
@page(Action.SEE_OBLIGATIONS)
def dates() -> ResponseReturnValue:
    """Give a calendar the days that come."""
    coming = [each for each in obligations.of(actor(), now()) if each.day >= now().date()]
    body = obligations.calendar(coming, lambda kind: word(kind, "duty"), _address, now())
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="obligations.ics"'
    return answer


def _address(duty: obligations.Duty) -> str:
    there = url_for(duty.endpoint, _external=False, **duty.parts)
    return str(current_app.config["ADDRESS"]) + there
