"""Pages of the area: committee."""
