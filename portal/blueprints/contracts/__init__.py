"""Pages of the area: contracts."""

from portal.blueprints.contracts import clauses, negotiating, reviews, signing, views

__all__ = ["clauses", "negotiating", "reviews", "signing", "views"]
