"""Pages of the area: proposals."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("proposals", __name__, url_prefix="/proposals")


@bp.get("/")
@page(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
