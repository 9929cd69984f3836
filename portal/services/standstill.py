"""The standstill of an award: until it is over, and while a review is open, no contract."""

from datetime import datetime
from uuid import UUID

from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_award import OPEN_REVIEWS, STANDING_AWARDS, AcceptanceState
from portal.models import AwardRound, Call, Contract, LotAward, Partner, Proposal, ReviewRequest
from portal.services import standing
from portal.services.steps import found


def last_award(lot_id: UUID) -> LotAward | None:
    """Return the last award of a lot, or None when it was never awarded."""
    query = LotAward.select(LotAward, AwardRound).join(AwardRound)
    rows = query.where(LotAward.lot == lot_id).order_by(AwardRound.number.desc())
    row: LotAward | None = rows.first()
    return row


def award_of(proposal: Proposal) -> LotAward | None:
    """Return the award of a proposal if it is the last one of its lot, else None."""
    row = last_award(proposal.lot_id)
    return row if row is not None and row.proposal_id == proposal.id else None


def fallen(proposal: Proposal) -> str:
    """Return how the last award of a proposal fell away, or nothing where none did."""
    query = LotAward.select(LotAward, AwardRound).join(AwardRound)
    rows = query.where(LotAward.proposal == proposal).order_by(AwardRound.number.desc())
    row: LotAward | None = rows.first()
    return "" if row is None or row.state in STANDING_AWARDS else str(row.state.value)


def by_proposal(proposal_id: UUID) -> LotAward:
    """Return the award of a proposal with its call, or refuse with ``NotFound``."""
    query = Proposal.select(Proposal, Call, Partner).join(Call).switch(Proposal).join(Partner)
    proposal = found(query.where(Proposal.id == proposal_id).first())
    row = found(award_of(proposal))
    row.proposal = proposal
    return row


def open_reviews(lot_id: UUID) -> int:
    """Count the requests for a review of a lot that are not decided."""
    waits = (Proposal.lot == lot_id) & ReviewRequest.state.in_(list(OPEN_REVIEWS))
    return ReviewRequest.select().join(Proposal).where(waits).count()


def require_over(proposal: Proposal, at: datetime) -> None:
    """Refuse a contract before the standstill is over, all reviews decided, the award taken."""
    broken = hindrance(proposal, at)
    if broken is not None:
        raise broken


def hindrance(proposal: Proposal, at: datetime) -> RuleBroken | None:
    """Return what still keeps an award from its contract, or None when it can be made."""
    row = award_of(proposal)
    if row is None or row.state not in STANDING_AWARDS:
        return RuleBroken("award_not_standing", "proposal_id")
    if row.standstill_until is None:
        return RuleBroken("letters_not_left", "proposal_id")
    if at < row.standstill_until:
        facts = {"until": row.standstill_until, "zone": proposal.call.zone}
        return RuleBroken("standstill_runs", "proposal_id", **facts)
    stopped = standing.against_award(proposal.partner)
    return stopped[0] if stopped else _unsettled(proposal, row)


def _unsettled(proposal: Proposal, row: LotAward) -> RuleBroken | None:
    if count := open_reviews(proposal.lot_id):
        return RuleBroken("review_open", "proposal_id", count=count)
    if row.state is not AcceptanceState.ACCEPTED:
        return RuleBroken("award_unanswered", "proposal_id")
    return None


def has_contract(proposal: Proposal) -> bool:
    """Say whether there is a contract of a proposal."""
    return Contract.select().where(Contract.proposal == proposal).exists()
