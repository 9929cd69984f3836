"""Pages of the area: clarifications."""
