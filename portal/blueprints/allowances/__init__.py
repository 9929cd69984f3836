"""Pages of the area: daily allowances."""

from portal.blueprints.allowances import deciding, views
from portal.blueprints.allowances.routes import bp

__all__ = ["bp", "deciding", "views"]
