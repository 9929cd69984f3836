"""Pages of the area: handover plans."""

from portal.blueprints.handover.views import bp

__all__ = ["bp"]
