"""My work, and the audit log for auditors."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.actions import Action
from portal.services import events as log
from portal.services import news, work
from portal.web import actor, now, page

bp = Blueprint("work", __name__)


@bp.get("/work")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show what needs the person now and what they wait for."""
    found = work.items(actor(), now())
    return render_template(
        "my_work/index.html",
        needed=[item for item in found if not item.waiting],
        waiting=[item for item in found if item.waiting],
        news=news.of(actor()),
    )


@bp.get("/events")
@page(Action.READ_EVENTS)
def events() -> ResponseReturnValue:
    """Show the audit log, newest first, a page at a time."""
    before = request.args.get("before", type=int)
    return render_template("my_work/events.html", rows=log.page(before))
