"""Pages of the area: closing a contract."""
