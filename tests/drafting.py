"""A draft that a team writes at: one lot beside another, with history, comments and more."""

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Answer, DraftVersion, Lot
from portal.services import clock, draft_assigning, draft_comments, proposal_drafts, proposals
from portal.services.draft_assigning import Wish
from portal.services.proposal_drafts import AnswerDraft
from tests import factories


def written(partner=None):
    """Drafts of a partner for both lots of a call; the team has worked on the first."""
    partner = partner or factories.partner()
    owner, editor, _signatory = factories.team(partner)
    call = factories.call(CallState.PUBLISHED, lots=2)
    lots = list(call.lots.order_by(Lot.number))
    first, second = (factories.proposal(call, partner, lot=lot) for lot in lots)
    draft = proposals.by_id(first.id)
    work_on(draft, factories.actor(Role.PARTNER_OWNER, partner=partner), editor)
    Answer.update(text="Of the second lot.").where(Answer.proposal == second).execute()
    return draft, second, owner


def work_on(draft, by, colleague):
    """Save an answer, comment on it, and give it to a colleague."""
    at = clock.now()
    for section in proposals.contents(draft, by).sections:
        typed = AnswerDraft(section.question, "A newer text.", section.version)
        proposal_drafts.save_answer(draft, typed, by, at)
    draft_comments.write(draft, "answer-1", "Who is there at night?", by, at)
    draft_assigning.assign(draft, {"answer-1": Wish(colleague.id, None)}, by, at)


def records():
    """Keys that addresses name: a kept version, and the draft to copy from."""
    draft, second, _owner = written()
    kept = DraftVersion.select().where(DraftVersion.proposal == draft)
    oldest = kept.order_by(DraftVersion.section, DraftVersion.version).first()
    return {"kept_id": [oldest.id], "source_id": [second.id]}
