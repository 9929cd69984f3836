"""Pages of the area: clearances of Internal Instruction 92."""

from portal.blueprints.clearances import deciding, views
from portal.blueprints.clearances.routes import bp

__all__ = ["bp", "deciding", "views"]
