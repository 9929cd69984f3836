"""Pages of the area: develop."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("develop", __name__, url_prefix="/development")


@bp.get("/")
@page(Action.DEVELOP)
def index() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
