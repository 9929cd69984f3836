"""Pages of the area: monitoring."""

from portal.blueprints.monitoring import money, transactions

__all__ = ["money", "transactions"]
