"""Pages of the area: cooperation agreements on jointly managed centres."""
