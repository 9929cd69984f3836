"""Pages of the area: proposals."""

from portal.blueprints.proposals import changes, eligibility, sections

__all__ = ["changes", "eligibility", "sections"]
