"""Pages of the area: memoranda with workers of the State."""
