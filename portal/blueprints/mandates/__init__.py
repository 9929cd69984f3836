"""Pages of the area: mandates."""
