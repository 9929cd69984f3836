"""Pages of the area: contracts."""

from portal.blueprints.contracts import clauses, reviews, signing, views

__all__ = ["clauses", "reviews", "signing", "views"]
