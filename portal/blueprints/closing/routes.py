"""The blueprint of the area closing, and what its pages share."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for

from portal.domain.policy import Thing
from portal.services import closing_finding

bp = Blueprint("closing", __name__, url_prefix="/closing")


def here(contract: Thing) -> str:
    """Return the address of the page on which a contract is ended and closed."""
    return url_for("closing.show", slug=contract.slug)


def done(contract: Thing, message: str) -> str:
    """Tell what was done and lead back to the page."""
    flash(message)
    return here(contract)


def form_page(contract: Thing, form: Any, kind: str, **more: Any) -> str:  # noqa: ANN401 - forms
    """Render the page of one form of the closing; ``kind`` names its words."""
    ending = closing_finding.of(contract)
    return render_template(
        "closing/form.html", contract=contract, ending=ending, form=form, kind=kind, **more
    )
