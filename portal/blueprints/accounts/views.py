"""Pages of the area: accounts."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.policy import Action
from portal.web import page

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@page(Action.VISIT)
def sign_in() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")


@bp.get("/account")
@page(Action.USE_ACCOUNT)
def account() -> ResponseReturnValue:
    """Show a page that is still to be made."""
    return render_template("base.html")
