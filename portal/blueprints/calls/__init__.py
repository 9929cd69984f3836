"""Pages of the area: calls."""

from portal.blueprints.calls.routes import bp
from portal.blueprints.calls.views import PAGES

__all__ = ["PAGES", "bp"]
