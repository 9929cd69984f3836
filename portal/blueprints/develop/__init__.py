"""Pages of the area: develop."""
