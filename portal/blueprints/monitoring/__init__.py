"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import part_pages
from portal.blueprints.monitoring.views import bp

__all__ = ["bp", "part_pages"]
