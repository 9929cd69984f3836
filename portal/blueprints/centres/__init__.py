"""Pages of the area: centres."""
