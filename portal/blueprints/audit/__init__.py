"""Pages of the area: audit."""
