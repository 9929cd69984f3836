"""Pages of the area: contracts."""

from portal.blueprints.contracts import (
    amendment_signing,
    amendments,
    asking,
    budgeting,
    clauses,
    consolidating,
    donor,
    figures,
    negotiating,
    notices,
    paper_acts,
    pictures,
    reporting,
    reviews,
    signing,
    views,
)

__all__ = [
    "amendment_signing",
    "amendments",
    "asking",
    "budgeting",
    "clauses",
    "consolidating",
    "donor",
    "figures",
    "negotiating",
    "notices",
    "paper_acts",
    "pictures",
    "reporting",
    "reviews",
    "signing",
    "views",
]
