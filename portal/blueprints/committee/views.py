"""Pages of the area: committee."""

from portal.blueprints.committee import (
    appointments,
    approvals,
    award,
    budgets,
    desk,
    letters,
    minutes,
    missing,
    moderating,
    objection,
    offline,
    opening,
    opening_shares,
    outcome,
    packing,
    scoring,
    screening,
    screening_sheet,
    seats,
    standstill,
    steadiness,
)
from portal.blueprints.committee.routes import bp

PAGES = (
    appointments,
    opening,
    opening_shares,
    seats,
    screening,
    screening_sheet,
    missing,
    scoring,
    desk,
    offline,
    moderating,
    budgets,
    steadiness,
    minutes,
    award,
    objection,
    approvals,
    letters,
    outcome,
    standstill,
    packing,
)

__all__ = ["PAGES", "bp"]
