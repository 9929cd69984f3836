"""Pages of the area: centres."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("centres", __name__, url_prefix="/centres")


@bp.get("/")
@page(Action.SEE_CENTRES)
def index() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
