"""Pages of the area: action points."""
