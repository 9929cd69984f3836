"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import money, part_pages, transactions

__all__ = ["money", "part_pages", "transactions"]
