"""Pages of the area: centres."""

from portal.blueprints.centres import places, views

__all__ = ["places", "views"]
