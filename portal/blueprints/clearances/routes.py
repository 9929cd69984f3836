"""Where the pages of clearances stand."""

from flask import Blueprint, render_template, url_for

from portal.domain.clearances import Consent, missing
from portal.domain.lifecycle_clearances import CLEARANCE_STEPS
from portal.domain.policy import Thing
from portal.services import allowance_finding, documents, events
from portal.web import language, now

bp = Blueprint("clearances", __name__)
CLEARANCE = "/clearances/<uuid:clearance_id>"


def here(clearance: Thing) -> str:
    """Return the address of a clearance."""
    return url_for("clearances.show", clearance_id=clearance.id)


def shown(name: str, clearance: Thing, **more: object) -> str:
    """Return a page about a clearance."""
    lacks = missing(clearance.centre.model, clearance.given)
    return render_template(
        f"clearances/{name}.html",
        clearance=clearance,
        centre=clearance.centre,
        steps=CLEARANCE_STEPS,
        lacks=lacks,
        needs_donor=Consent.DONOR in clearance.needed,
        in_force=clearance.is_in_force(now().date()),
        memoranda=allowance_finding.memoranda_of(clearance),
        sheets=allowance_finding.sheets_of(clearance),
        taken=allowance_finding.taken(clearance),
        document=documents.of("clearance", clearance.id, language()),
        events=events.timeline([clearance.id]),
        **more,
    )
