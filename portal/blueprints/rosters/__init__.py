"""Pages of the area: weekly rosters."""
