"""Pages of the area: system."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("system", __name__)


@bp.get("/help")
@page(Action.VISIT)
def help_page() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")


@bp.get("/privacy")
@page(Action.VISIT)
def privacy() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")


@bp.get("/language")
@page(Action.VISIT)
def choose_language() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
