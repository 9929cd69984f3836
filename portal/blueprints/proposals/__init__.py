"""Pages of the area: proposals."""

from portal.blueprints.proposals import (
    answers,
    attaching,
    changes,
    eligibility,
    parts,
    recalling,
    sections,
    submitting,
    team,
)

__all__ = [
    "answers",
    "attaching",
    "changes",
    "eligibility",
    "parts",
    "recalling",
    "sections",
    "submitting",
    "team",
]
