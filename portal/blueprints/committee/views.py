"""Pages of the area: committee."""

from portal.blueprints.committee import (
    award,
    minutes,
    missing,
    opening,
    opening_shares,
    scoring,
    screening,
    screening_sheet,
)
from portal.blueprints.committee.routes import bp

PAGES = (
    opening,
    opening_shares,
    screening,
    screening_sheet,
    missing,
    scoring,
    minutes,
    award,
)

__all__ = ["PAGES", "bp"]
