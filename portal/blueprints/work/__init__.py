"""Pages of the area: work."""
