"""Scorecards: who gets one, and which ones no longer count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.domain.actions import SeatKind
from portal.domain.interests import Cause
from portal.domain.lifecycle import VOID_SCORECARD, ProposalState, ScorecardState
from portal.domain.policy import Actor
from portal.models import Call, Lot, LotReveal, Partner, Person, Proposal, Scorecard, Seat
from portal.services import events
from portal.services.opening import opened
from portal.services.prepared import Prepared
from portal.services.steps import advance


def free_for(seat: Seat, lot_id: UUID) -> bool:
    """Say whether the holder of a seat has declared and may score the proposals of a lot."""
    votes = seat.kind is SeatKind.VOTING and seat.declared_at is not None
    return votes and not seat.conflict and str(lot_id) not in seat.lots_shut


def deal(call: Call, seats: Iterable[Seat]) -> int:
    """Give each seat that may score a card for every eligible proposal; return how many.

    Whoever comes once the scores of a lot are revealed scores that lot no more.
    """
    known = _revealed(call)
    eligible = [each for each in opened(call) if each.state is ProposalState.ELIGIBLE]
    proposals = [each for each in eligible if each.lot_id not in known]
    wanted = [
        (seat, each) for each in proposals for seat in seats if free_for(seat, each.lot_id)
    ]
    present = Scorecard.select().where(Scorecard.proposal.in_([each.id for each in proposals]))
    dealt = {(card.seat_id, card.proposal_id) for card in present}
    new = [(seat, each) for seat, each in wanted if (seat.id, each.id) not in dealt]
    for seat, proposal in new:
        Scorecard.create(seat=seat, proposal=proposal)
    return len(new)


def _revealed(call: Call) -> set[UUID]:
    query = LotReveal.select(LotReveal.lot).join(Lot).where(Lot.call == call)
    return {each.lot_id for each in query}


@dataclass(frozen=True)
class Void:
    """Why cards no longer count: the cause, and the reason in somebody's words."""

    cause: Cause
    reason: str


def void(seat: Seat, why: Void, by: Actor, at: datetime) -> int:
    """Set aside the cards of a seat that its holder may no longer fill; return how many.

    They are kept with their scores and their reason, and count for nothing. What somebody
    scored who is only replaced still counts in a lot whose scores are revealed.
    """
    known = _revealed(Call.get_by_id(seat.call_id)) if seat.left_at is not None else set()
    cards = Scorecard.select(Scorecard, Proposal).join(Proposal).where(Scorecard.seat == seat)
    shut = [
        card
        for card in cards
        if card.state is not ScorecardState.VOIDED
        and card.proposal.lot_id not in known
        and (seat.left_at is not None or not free_for(seat, card.proposal.lot_id))
    ]
    for card in shut:
        facts: Mapping[str, Any] = {"void_cause": why.cause, "void_reason": why.reason}
        advance(card, VOID_SCORECARD, voided_at=at, **facts)
        events.record(by, "scorecard.voided", card, at, cause=why.cause.value)
    return len(shut)


def voided(call: Call) -> list[Scorecard]:
    """Return the scorecards of a call that no longer count, with member and proposal."""
    return _voided(call.id)


_voided: Prepared[Scorecard] = Prepared(
    lambda call: (
        Scorecard.select(Scorecard, Seat, Person, Proposal, Call, Lot, Partner)
        .join(Seat)
        .join(Person, on=Seat.person)
        .switch(Scorecard)
        .join(Proposal)
        .join(Call)
        .switch(Proposal)
        .join(Lot, on=Proposal.lot)
        .switch(Proposal)
        .join(Partner, on=Proposal.partner)
        .where((Proposal.call == call) & (Scorecard.state == ScorecardState.VOIDED))
        .order_by(Scorecard.voided_at, Person.name, Proposal.number)
    )
)
