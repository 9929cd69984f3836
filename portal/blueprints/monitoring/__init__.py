"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import money, part_pages

__all__ = ["money", "part_pages"]
