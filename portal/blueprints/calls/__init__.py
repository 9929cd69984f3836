"""Pages of the area: calls."""
