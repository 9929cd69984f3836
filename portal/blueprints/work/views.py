"""My work: what needs the person, and what they wait for."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.actions import Action
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
