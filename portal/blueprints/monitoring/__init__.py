"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import money

__all__ = ["money"]
