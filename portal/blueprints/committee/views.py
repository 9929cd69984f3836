"""Pages of the area: committee."""

from portal.blueprints.committee import award, opening, scoring, screening
from portal.blueprints.committee.routes import bp

PAGES = (opening, screening, scoring, award)

__all__ = ["PAGES", "bp"]
