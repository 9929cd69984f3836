"""Pages of the area: partners."""
