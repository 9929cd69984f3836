"""Pages of the area: contracts."""

from portal.blueprints.contracts import (
    clauses,
    donor,
    negotiating,
    paper_acts,
    pictures,
    reviews,
    signing,
    views,
)

__all__ = [
    "clauses",
    "donor",
    "negotiating",
    "paper_acts",
    "pictures",
    "reviews",
    "signing",
    "views",
]
