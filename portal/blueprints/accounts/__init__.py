"""Pages of the area: accounts."""

from portal.blueprints.accounts import keys, views

__all__ = ["keys", "views"]
