"""Pages of the area: administration."""

from portal.blueprints.administration import people

__all__ = ["people"]
