"""A team at one draft, together: who is there, whose a section is, and what ends with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import (
    DraftAssignment,
    DraftComment,
    DraftPresence,
    DraftVersion,
    Proposal,
)
from portal.services import (
    draft_assigning,
    draft_comments,
    draft_presence,
    draft_sections,
    proposal_snapshot,
)
from portal.services.proposal_drafts import hold

TRACES = (DraftVersion, DraftComment, DraftPresence, DraftAssignment)


@dataclass(frozen=True)
class Team:
    """What the team sees of a draft: whose sections are, who is there, what waits."""

    assigned: Mapping[str, DraftAssignment] = field(default_factory=dict)
    present: Mapping[str, Sequence[str]] = field(default_factory=dict)
    comments: Mapping[str, int] = field(default_factory=dict)


def around(proposal: Proposal, by: Actor, at: datetime) -> Team:
    """Return what the team sees of its draft."""
    require(by, Action.DISCUSS_PROPOSAL, proposal)
    return Team(
        draft_assigning.of(proposal),
        draft_presence.others(proposal, by, at),
        draft_comments.open_counts(proposal),
    )


def here(proposal: Proposal, section: str, by: Actor, at: datetime) -> None:
    """Note that the actor has a section open; refused once nothing can be written any more."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    draft_sections.by_key(proposal, section)
    with atomic():
        hold(proposal)
        draft_presence.mark(proposal, section, by, at)


def purge(proposal: Proposal) -> None:
    """Forget how a proposal was written: history, comments, presence and assignments.

    Called in the transaction that submits; what was written before is nobody's business then.
    """
    proposal_snapshot.empty(TRACES, proposal)
