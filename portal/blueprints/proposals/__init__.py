"""Pages of the area: proposals."""

from portal.blueprints.proposals import (
    answers,
    attaching,
    budgeting,
    changes,
    eligibility,
    importing,
    own_sealing,
    part_saving,
    parts,
    recalling,
    sections,
    signed,
    submitting,
    team,
)

__all__ = [
    "answers",
    "attaching",
    "budgeting",
    "changes",
    "eligibility",
    "importing",
    "own_sealing",
    "part_saving",
    "parts",
    "recalling",
    "sections",
    "signed",
    "submitting",
    "team",
]
