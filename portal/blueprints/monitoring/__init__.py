"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import (
    annex_pages,
    corrections,
    differences,
    money,
    narrative_pages,
    part_pages,
    requests,
    review_pages,
    team_pages,
    trace_pages,
    transactions,
    workbook,
)

__all__ = [
    "annex_pages",
    "corrections",
    "differences",
    "money",
    "narrative_pages",
    "part_pages",
    "requests",
    "review_pages",
    "team_pages",
    "trace_pages",
    "transactions",
    "workbook",
]
