"""Pages of the area: instalments."""
