"""Pages of the area: visits to a partner."""
