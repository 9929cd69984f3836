"""The reveal: the chair shows the scores of one lot once every scorecard of it is locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import REVEAL_SCORES, ProposalState
from portal.domain.policy import Actor, require
from portal.models import Call, Lot, LotReveal, Scorecard
from portal.services import events, quorum
from portal.services.opening import opened
from portal.services.scoring import counted, is_locked
from portal.services.steps import advance, found, fresh

__all__ = ["Lot"]


@dataclass(frozen=True)
class LotProgress:
    """How far the scoring of one lot is, and when its scores were revealed."""

    lot: Lot
    locked: int
    all: int
    revealed: LotReveal | None = None

    @property
    def is_ready(self) -> bool:
        """Say whether the chair can reveal it now."""
        return self.revealed is None and 0 < self.all == self.locked


def lot_by_id(lot_id: UUID) -> Lot:
    """Return a lot with its call, or refuse."""
    lot: Lot | None = Lot.select(Lot, Call).join(Call).where(Lot.id == lot_id).first()
    return found(lot)


def progress(call: Call) -> list[LotProgress]:
    """Return the lots that are scored: how many scorecards are locked, and what is revealed.

    A lot whose scorecards were all voided is among them and waits for other members.
    """
    by_lot: dict[UUID, list[Scorecard]] = {}
    for card in counted(call):
        by_lot.setdefault(card.proposal.lot_id, []).append(card)
    shown = {each.lot_id: each for each in _reveals(call)}
    told = [
        LotProgress(lot, sum(map(is_locked, cards)), len(cards), shown.get(lot.id))
        for lot in _scored(call)
        for cards in [by_lot.get(lot.id, [])]
    ]
    return sorted(told, key=lambda each: each.lot.number)


def _scored(call: Call) -> Iterable[Lot]:
    """Return the lots with a proposal that the screening let in."""
    eligible = (each.lot for each in opened(call) if each.state is ProposalState.ELIGIBLE)
    return {each.id: each for each in eligible}.values()


def _reveals(call: Call) -> Iterable[LotReveal]:
    return LotReveal.select(LotReveal).join(Lot).where(Lot.call == call)


def cards(call: Call) -> list[Scorecard]:
    """Return the scorecards of the lots that are revealed, in the order of their proposals."""
    shown = {each.lot_id for each in _reveals(call)}
    found = [each for each in counted(call) if each.proposal.lot.id in shown]
    return sorted(found, key=lambda each: each.proposal.number or "")


def reveal(lot: Lot, by: Actor, at: datetime) -> None:
    """Show the scores of a lot to the committee and the office, once every card is locked.

    With the last lot that is scored the call itself is ranked. Who revealed which lot, when,
    and how many scorecards these were, is kept for the minutes.
    """
    require(by, Action.REVEAL_SCORES, lot)
    call = fresh(lot.call)
    with atomic():
        _take_turn(call)
        lots = {each.lot.id: each for each in progress(call)}
        mine = _ready(lots.pop(lot.id, LotProgress(lot, 0, 0)))
        quorum.require(call, lot.id)
        _keep(mine, by, at)
        facts = {"lot": lot.number, "scorecards": mine.all}
        events.record(by, "call.lot_revealed", call, at, **facts)
        if all(each.revealed for each in lots.values()):
            advance(call, REVEAL_SCORES)
            events.record(by, "call.scores_revealed", call, at, lots=len(lots) + 1)


def _take_turn(call: Call) -> None:
    """Raise the call's count first: two reveals at once are then two turns."""
    waiting = (Call.id == call.id) & Call.state.in_(list(REVEAL_SCORES.start))
    raised = Call.update(revealed_lots=Call.revealed_lots + 1).where(waiting).execute()
    if raised != 1:
        raise WrongState(REVEAL_SCORES.name, fresh(call).state)


def _ready(mine: LotProgress) -> LotProgress:
    if mine.revealed is not None:
        raise WrongState(REVEAL_SCORES.name, "revealed")
    if mine.all == 0:
        raise RuleBroken("no_scorecards")
    if not mine.is_ready:
        raise RuleBroken("not_all_locked", count=mine.all - mine.locked)
    return mine


def _keep(mine: LotProgress, by: Actor, at: datetime) -> None:
    LotReveal.create(
        lot=mine.lot, revealed_by=by.person_id, revealed_at=at, scorecards=mine.all
    )
