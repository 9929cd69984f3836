"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import (
    money,
    part_pages,
    trace_pages,
    transactions,
    workbook,
)

__all__ = ["money", "part_pages", "trace_pages", "transactions", "workbook"]
