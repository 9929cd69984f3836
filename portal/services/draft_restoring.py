"""Bringing an earlier version of a section back: as a new version, nothing is rewound."""

from datetime import datetime

from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.domain.proposal_parts import PartKey
from portal.models import DraftVersion, Proposal
from portal.services import draft_sections, proposal_parts
from portal.services.proposal_drafts import AnswerDraft, Way, save_answer
from portal.services.proposal_parts import PartDraft


def restore(proposal: Proposal, kept: DraftVersion, seen: int, by: Actor, at: datetime) -> None:
    """Save what a section said before as its newest version, if it stands as it was seen."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    if kept.section in set(PartKey):
        part = PartDraft(PartKey(kept.section), kept.content, seen, Way.RESTORED)
        proposal_parts.save(proposal, part, by, at)
        return
    position = draft_sections.position_of(kept.section)
    question = draft_sections.question_at(proposal, position)
    draft = AnswerDraft(question, str(kept.content["text"]), seen, Way.RESTORED)
    save_answer(proposal, draft, by, at)
