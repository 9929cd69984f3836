"""Pages of the area: accounts."""

from portal.blueprints.accounts import keys, own_data, second_factor, views

__all__ = ["keys", "own_data", "second_factor", "views"]
