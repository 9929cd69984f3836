"""Comments of a partner's own people on the sections of a draft; nobody else sees them."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.models import DraftComment, Person, Proposal
from portal.services import draft_sections, events
from portal.services.proposal_drafts import hold
from portal.services.steps import found

LONGEST = 4_000


def of(proposal: Proposal, section: str, by: Actor) -> list[DraftComment]:
    """Return the comments on a section, oldest first, each with its writer."""
    require(by, Action.DISCUSS_PROPOSAL, proposal)
    mine = (DraftComment.proposal == proposal) & (DraftComment.section == section)
    joined = DraftComment.select(DraftComment, Person).join(Person, on=DraftComment.author)
    return list(joined.where(mine).order_by(DraftComment.made_at, DraftComment.id))


def by_id(proposal: Proposal, comment_id: UUID) -> DraftComment:
    """Return a comment on this draft, or refuse with ``NotFound``."""
    wanted = (DraftComment.id == comment_id) & (DraftComment.proposal == proposal)
    return found(DraftComment.get_or_none(wanted))


def open_counts(proposal: Proposal) -> Counter[str]:
    """Return how many comments wait in each section."""
    waiting = (DraftComment.proposal == proposal) & DraftComment.resolved_at.is_null()
    rows = DraftComment.select(DraftComment.section).where(waiting)
    return Counter(row.section for row in rows)


def write(proposal: Proposal, section: str, text: str, by: Actor, at: datetime) -> DraftComment:
    """Write a comment on a section of the team's draft."""
    require(by, Action.DISCUSS_PROPOSAL, proposal)
    draft_sections.by_key(proposal, section)
    if not text.strip():
        raise RuleBroken("comment_empty", "text")
    with atomic():
        hold(proposal)
        made = DraftComment.create(
            proposal=proposal,
            section=section,
            text=text.strip(),
            author=by.person_id,
            made_at=at,
        )
        events.record(by, "proposal.commented", proposal, at, section=section)
    return made


def resolve(comment: DraftComment, by: Actor, at: datetime) -> None:
    """Mark a comment as resolved; a second time changes nothing."""
    require(by, Action.DISCUSS_PROPOSAL, comment.proposal)
    is_open = (DraftComment.id == comment.id) & DraftComment.resolved_at.is_null()
    with atomic():
        hold(comment.proposal)
        changes = {"resolved_at": at, "resolved_by": by.person_id}
        if DraftComment.update(**changes).where(is_open).execute() == 1:
            about = {"section": comment.section}
            events.record(by, "proposal.comment_resolved", comment.proposal, at, **about)
