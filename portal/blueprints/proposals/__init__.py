"""Pages of the area: proposals."""

from portal.blueprints.proposals import sections

__all__ = ["sections"]
