"""Pages of the area: portfolio."""

from portal.blueprints.portfolio.views import bp

__all__ = ["bp"]
