"""Pages of the area: committee."""

from portal.blueprints.committee import (
    award,
    moderating,
    opening,
    opening_shares,
    scoring,
    screening,
)
from portal.blueprints.committee.routes import bp

PAGES = (opening, opening_shares, screening, scoring, moderating, award)

__all__ = ["PAGES", "bp"]
