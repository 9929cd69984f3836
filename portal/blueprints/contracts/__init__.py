"""Pages of the area: contracts."""

from portal.blueprints.contracts import clauses, negotiating, pictures, reviews, signing, views

__all__ = ["clauses", "negotiating", "pictures", "reviews", "signing", "views"]
