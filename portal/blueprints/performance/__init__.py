"""Pages of the area: how partners performed under contracts."""
