"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import (
    corrections,
    money,
    part_pages,
    trace_pages,
    transactions,
)

__all__ = ["corrections", "money", "part_pages", "trace_pages", "transactions"]
