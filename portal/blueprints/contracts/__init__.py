"""Pages of the area: contracts."""
