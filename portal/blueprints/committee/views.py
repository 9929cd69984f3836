"""Pages of the area: committee."""

from portal.blueprints.committee import (
    award,
    desk,
    minutes,
    missing,
    moderating,
    opening,
    opening_shares,
    scoring,
    screening,
    screening_sheet,
    steadiness,
)
from portal.blueprints.committee.routes import bp

PAGES = (
    opening,
    opening_shares,
    screening,
    screening_sheet,
    missing,
    scoring,
    desk,
    moderating,
    steadiness,
    minutes,
    award,
)

__all__ = ["PAGES", "bp"]
