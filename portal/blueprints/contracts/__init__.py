"""Pages of the area: contracts."""

from portal.blueprints.contracts import clauses, signing, views

__all__ = ["clauses", "signing", "views"]
