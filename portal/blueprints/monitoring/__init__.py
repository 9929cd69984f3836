"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import (
    corrections,
    money,
    part_pages,
    trace_pages,
    transactions,
    workbook,
)

__all__ = [
    "corrections",
    "money",
    "part_pages",
    "trace_pages",
    "transactions",
    "workbook",
]
