"""Pages of the area: proposals."""
