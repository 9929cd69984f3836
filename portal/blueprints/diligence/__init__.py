"""Pages of the area: due diligence on partners."""
