"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import (
    annex_pages,
    money,
    part_pages,
    trace_pages,
    transactions,
)

__all__ = ["annex_pages", "money", "part_pages", "trace_pages", "transactions"]
