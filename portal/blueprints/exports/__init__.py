"""Pages of the area: exports."""

from portal.blueprints.exports.views import bp

__all__ = ["bp"]
