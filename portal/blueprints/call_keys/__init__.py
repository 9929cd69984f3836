"""Pages of the area: the key of a call."""
