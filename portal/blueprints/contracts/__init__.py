"""Pages of the area: contracts."""

from portal.blueprints.contracts import signing, views

__all__ = ["signing", "views"]
