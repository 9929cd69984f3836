"""Pages of the area: administration."""

from portal.blueprints.administration import people, settings

__all__ = ["people", "settings"]
