"""Pages of the area: committee."""

from portal.blueprints.committee import (
    approvals,
    award,
    desk,
    letters,
    minutes,
    missing,
    moderating,
    offline,
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
    desk,
    offline,
    moderating,
    minutes,
    award,
    approvals,
    letters,
)

__all__ = ["PAGES", "bp"]
