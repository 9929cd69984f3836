"""Pages of the area: accounts."""

from portal.blueprints.accounts import keys, second_factor, views

__all__ = ["keys", "second_factor", "views"]
