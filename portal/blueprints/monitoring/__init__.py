"""Pages of the area: monitoring."""
