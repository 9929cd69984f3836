"""Pages of the area: committee."""

from portal.blueprints.committee import (
    award,
    desk,
    minutes,
    missing,
    moderating,
    objection,
    opening,
    opening_shares,
    scoring,
    screening,
    screening_sheet,
    seats,
)
from portal.blueprints.committee.routes import bp

PAGES = (
    opening,
    opening_shares,
    seats,
    screening,
    screening_sheet,
    missing,
    scoring,
    desk,
    moderating,
    minutes,
    award,
    objection,
)

__all__ = ["PAGES", "bp"]
