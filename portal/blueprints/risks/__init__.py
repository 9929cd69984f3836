"""Pages of the area: the risk register."""
