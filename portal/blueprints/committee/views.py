"""Pages of the area: committee."""

from portal.blueprints.committee import (
    award,
    objection,
    opening,
    opening_shares,
    scoring,
    screening,
    seats,
)
from portal.blueprints.committee.routes import bp

PAGES = (opening, opening_shares, seats, screening, scoring, award, objection)

__all__ = ["PAGES", "bp"]
