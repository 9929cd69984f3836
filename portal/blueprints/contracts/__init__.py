"""Pages of the area: contracts."""

from portal.blueprints.contracts import (
    clauses,
    donor,
    negotiating,
    pictures,
    reviews,
    signing,
    views,
)

__all__ = ["clauses", "donor", "negotiating", "pictures", "reviews", "signing", "views"]
