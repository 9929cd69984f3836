"""The blueprint of visits, shared by the modules that hold its pages."""

from flask import Blueprint, current_app, url_for

from portal.domain.policy import Thing
from portal.services.file_checks import Limits

bp = Blueprint("visits", __name__)
CONTRACT = "/contracts/<slug:slug>/visits"
VISIT = "/visits/<uuid:visit_id>"
FINDING = "/visits/findings/<uuid:finding_id>"


def here(visit: Thing, part: str = "") -> str:
    """Return the address of a visit, or of a part of its page."""
    return url_for("visits.show", visit_id=visit.id, _anchor=part or None)


def limits() -> Limits:
    """Return how large a file may be."""
    return Limits(current_app.config["FILE_LIMIT"], 1)
