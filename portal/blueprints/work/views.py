"""Pages of the area: work."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("work", __name__)


@bp.get("/work")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")


@bp.get("/events")
@page(Action.READ_EVENTS)
def events() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
