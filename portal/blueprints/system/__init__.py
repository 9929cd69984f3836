"""Pages of the area: system."""
