"""What an approved award does: proposals are settled, letters asked for, lots offered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.config import LANGUAGES
from portal.domain.lifecycle import (
    APPROVE_AWARD,
    AWARD_PROPOSAL,
    DECLINE_PROPOSAL,
    FAIL_CALL,
    PROMOTE_PROPOSAL,
    ProposalState,
)
from portal.domain.lifecycle_award import FAIL_AWARD, AwardState
from portal.domain.policy import Actor
from portal.models import AwardRound, Call, Document, Lot, LotAward, Proposal, Recommendation
from portal.services import documents, events
from portal.services.award_choice import Choice, Choices
from portal.services.opening import opened
from portal.services.steps import advance


def choices(row: AwardRound) -> Choices:
    """Return what a recommendation says, by lot."""
    return {
        UUID(each["lot"]): Choice(
            UUID(each["proposal"]) if each["proposal"] else None, each["reason"]
        )
        for each in row.choices
    }


def grant(row: AwardRound, by: Actor, at: datetime) -> None:
    """Settle the lots of an approved recommendation, in the caller's transaction."""
    made = choices(row)
    if row.number == first_number(row) and not winners(row):
        _end(row, by, at)
    elif row.cause == "first":
        advance(row.call, APPROVE_AWARD, awarded_at=at)
        events.record(by, "call.awarded", row.call, at)
    else:
        _replace(row, at)
        facts = {"round": row.number, "cause": row.cause}
        events.record(by, "call.award_replaced", row.call, at, **facts)
        if not _is_left(row.call):
            _end(row, by, at)
    concerned = [each for each in opened(row.call) if each.lot_id in made]
    _settle(row, concerned, by, at)
    _offer(row)
    _papers(row, at)


def first_number(row: AwardRound) -> int:
    """Return the number of a round if it settles the call as a whole, else 0."""
    return row.number if row.cause == "first" else 0


def winners(row: AwardRound) -> Collection[UUID]:
    """Return the proposals that a recommendation gives a lot to."""
    return {each.proposal_id for each in choices(row).values() if each.proposal_id}


def _is_left(call: Call) -> bool:
    """Say whether a lot of a call still has an award, or waits for another one."""
    kept = (Recommendation.call == call) & Recommendation.proposal.is_null(is_null=False)
    return Recommendation.select().where(kept).exists()


def _end(row: AwardRound, by: Actor, at: datetime) -> None:
    advance(row.call, FAIL_CALL, awarded_at=at)
    events.record(by, "call.failed", row.call, at, round=row.number)


def fail(row: AwardRound, reason: str, by: Actor, at: datetime) -> None:
    """End a recommended call without any award, in the caller's transaction."""
    close(row, reason, by, at)
    _papers(row, at)


def close(row: AwardRound, reason: str, by: Actor, at: datetime) -> None:
    """End a call without any award, in the caller's transaction; every partner is told."""
    changes: dict[str, Any] = {"approver": by.person_id, "approved_at": at, "comment": reason}
    advance(row, FAIL_AWARD, ended_at=at, **changes)
    _end(row, by, at)
    Recommendation.delete().where(Recommendation.call == row.call).execute()
    _settle(row, opened(row.call), by, at)


def _replace(row: AwardRound, at: datetime) -> None:
    for lot_id, choice in choices(row).items():
        changes = {"proposal": choice.proposal_id, "reason": choice.reason, "made_at": at}
        Recommendation.update(changes).where(Recommendation.lot == lot_id).execute()


def _settle(row: AwardRound, proposals: Collection[Proposal], by: Actor, at: datetime) -> None:
    won = winners(row) if row.state is not AwardState.FAILED else frozenset()
    for proposal in proposals:
        _settle_one(proposal, by, at, won=proposal.id in won)
        _ask_letter(proposal, at)


def _settle_one(proposal: Proposal, by: Actor, at: datetime, *, won: bool) -> None:
    if won:
        again = proposal.state is ProposalState.DECLINED
        advance(proposal, PROMOTE_PROPOSAL if again else AWARD_PROPOSAL)
        events.record(by, "proposal.awarded", proposal, at)
    elif proposal.state is not ProposalState.DECLINED:
        advance(proposal, DECLINE_PROPOSAL)
        events.record(by, "proposal.declined", proposal, at)


def _ask_letter(proposal: Proposal, at: datetime) -> None:
    """Ask for the letter to a partner in its own language; an earlier one is set aside."""
    same = (Document.subject_id == proposal.id) & Document.kind.startswith("letter")
    earlier = Document.select().where(same).count()
    if earlier:
        documents.set_aside("letter", proposal.id)
    edition = f"-{earlier + 1}" if earlier else ""
    number = f"{proposal.number}-LETTER{edition}"
    documents.request("letter", proposal.id, number, (proposal.partner.language,), at)


def _offer(row: AwardRound) -> None:
    for lot_id, choice in choices(row).items():
        if choice.proposal_id is not None:
            LotAward.create(round=row, lot=lot_id, proposal=choice.proposal_id)


def _papers(row: AwardRound, at: datetime) -> None:
    call = row.call
    edition = f"-{row.number}" if row.number > 1 else ""
    number = f"{call.reference}-RECOMMENDATION{edition}"
    documents.request("recommendation", row.id, number, LANGUAGES, at)


def lots_of(row: AwardRound) -> Collection[UUID]:
    """Return the lots that a recommendation settles; all of the call when it ended."""
    if row.state is AwardState.FAILED:
        return {each.id for each in Lot.select().where(Lot.call == row.call)}
    return set(choices(row))
