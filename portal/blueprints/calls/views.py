"""Pages of the area: calls."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("calls", __name__, url_prefix="/calls")


@bp.get("/")
@page(Action.VISIT)
def index() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
