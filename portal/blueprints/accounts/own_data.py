"""What the portal keeps about the person who asks: a page, and a file."""

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.accounts.views import bp
from portal.blueprints.saved_file import saved_file
from portal.domain.actions import Action
from portal.services import own_data
from portal.web import actor, now, page


@dataclass
class _File:
    media_type: str = "application/json"
    filename: str = "my-data.json"


@bp.get("/account/data")
@page(Action.USE_ACCOUNT)
def data() -> ResponseReturnValue:
    """Show in counts what is kept about the person."""
    return render_template("accounts/data.html", kept=own_data.overview(actor()))


@bp.post("/account/data.json")
@page(Action.USE_ACCOUNT)
def take_data() -> Response:
    """Give all of it as a file; the log says that it left."""
    return saved_file(own_data.take(actor(), now()).encode(), _File())
