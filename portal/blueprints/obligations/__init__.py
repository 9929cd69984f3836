"""Pages of the area: obligations."""

from portal.blueprints.obligations.views import bp

__all__ = ["bp"]
