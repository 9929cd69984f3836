"""Pages of the area: the management committee of a jointly managed centre."""
