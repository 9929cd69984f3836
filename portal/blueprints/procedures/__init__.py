"""Pages of the area: standard operating procedures, and what the State pays for a centre."""

from portal.blueprints.procedures import budget_pages, part_pages, step_pages
from portal.blueprints.procedures.views import bp

__all__ = ["bp", "budget_pages", "part_pages", "step_pages"]
