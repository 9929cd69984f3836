"""Pages of the area: documents."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/check")
@page(Action.VISIT)
def check() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
