"""A lot whose award fell away: the next in rank, or what the committee decides anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import STANDING_AWARDS, AcceptanceState
from portal.domain.policy import Actor, require
from portal.domain.scoring import RECOMMENDATION_WORDS, words
from portal.models import Call, Lot, LotAward, Proposal, Recommendation, ReviewRequest
from portal.services import (
    award_letters,
    award_rounds,
    events,
    minutes,
    minutes_agreed,
    no_objection,
)
from portal.services.award_choice import Choice
from portal.services.scoring import rankings


@dataclass(frozen=True)
class Released:
    """A lot without a standing award, why, and which proposals can get it."""

    lot: Lot
    cause: str
    candidates: Sequence[Proposal]


CAUSES = {
    AcceptanceState.DECLINED: award_rounds.DECLINED,
    AcceptanceState.SET_ASIDE: award_rounds.REVIEWED,
}


def fallen() -> list[Call]:
    """Return the awarded calls that have a lot whose award fell away at some time."""
    lots = LotAward.select(Lot.call).join(Lot).where(LotAward.state.in_(list(CAUSES)))
    mine = Call.id.in_(lots) & (Call.state == CallState.AWARDED)
    return list(Call.select().where(mine).order_by(Call.reference))


def released(call: Call) -> list[Released]:
    """Return the lots that wait for another recommendation; none while one is on its way."""
    if call.state is not CallState.AWARDED or award_rounds.undecided(call) is not None:
        return []
    standing = award_letters.awards(call)
    return [
        _released(call, key, standing)
        for key, row in standing.items()
        if row.state in CAUSES and not _given_up(row)
    ]


def _given_up(row: LotAward) -> bool:
    """Say whether a later decision left the lot without an award."""
    chosen = Recommendation.get_or_none(Recommendation.lot == row.lot_id)
    return chosen is None or chosen.proposal_id is None


def _released(call: Call, lot_id: UUID, standing: dict[UUID, LotAward]) -> Released:
    lot, cause = Lot.get_by_id(lot_id), CAUSES[standing[lot_id].state]
    out = _out_of_the_running(call, lot_id, standing)
    table = next((each for each in rankings(call) if each.lot.id == lot_id), None)
    passed = [each for each in table.rows if each.result.passed] if table else []
    left = [each for each in passed if each.proposal.id not in out]
    if cause == award_rounds.DECLINED:
        best = min((each.result.rank or 0 for each in left), default=0)
        left = [each for each in left if each.result.rank == best]
    return Released(lot, cause, [each.proposal for each in left])


def _out_of_the_running(
    call: Call, lot_id: UUID, standing: dict[UUID, LotAward]
) -> Collection[UUID]:
    """Return who declined this lot, and the other proposals of whoever has won enough lots."""
    refused = (LotAward.lot == lot_id) & (LotAward.state == AcceptanceState.DECLINED)
    out = {each.proposal_id for each in LotAward.select().where(refused)}
    won: dict[UUID, int] = {}
    for row in standing.values():
        if row.state in STANDING_AWARDS:
            partner = row.proposal.partner_id
            won[partner] = won.get(partner, 0) + 1
    full = [who for who, lots in won.items() if call.lots_to_win and lots >= call.lots_to_win]
    rows = Proposal.select(Proposal.id).where(
        (Proposal.call == call) & (Proposal.partner << full)
    )
    return out | {each.id for each in rows}


def of_lot(call: Call, number: int) -> Released:
    """Return what stands of a lot that waits for another recommendation, or refuse."""
    _require_none(call)
    for each in released(call):
        if each.lot.number == number:
            return each
    raise NotFound


def _require_none(call: Call) -> None:
    """Refuse while another recommendation is on its way."""
    if award_rounds.undecided(call) is not None:
        raise WrongState("recommend", CallState.RECOMMENDED)


def recommend(call: Call, of: Released, choice: Choice, by: Actor, at: datetime) -> None:
    """Hand another recommendation for one lot over to procurement."""
    require(by, Action.RECOMMEND, call)
    if call.state is not CallState.AWARDED:
        raise WrongState("recommend", call.state)
    _check(call, of, choice)
    try:
        _begin(call, of, choice, by, at)
    except IntegrityError as twice:
        raise WrongState("recommend", CallState.RECOMMENDED) from twice


def _begin(call: Call, of: Released, choice: Choice, by: Actor, at: datetime) -> None:
    with atomic():
        _require_none(call)
        row = award_rounds.begin(call, {of.lot.id: choice}, by, at, of.cause)
        facts = {"round": row.number, "lot": of.lot.number, "cause": of.cause}
        events.record(by, "call.recommended_next", call, at, **facts)
        if choice.proposal_id is not None:
            no_objection.ask_anew(call, at)


def _check(call: Call, of: Released, choice: Choice) -> None:
    number = of.lot.number
    if choice.proposal_id not in {None, *(each.id for each in of.candidates)}:
        raise RuleBroken("choice_not_next", "choice", lot=number)
    if words(choice.reason) < RECOMMENDATION_WORDS:
        facts = {"lot": number, "words": RECOMMENDATION_WORDS}
        raise RuleBroken("recommendation_short", "reason", **facts)
    if of.cause == award_rounds.REVIEWED:
        _require_new_minutes(call, of, choice)


def _require_new_minutes(call: Call, of: Released, choice: Choice) -> None:
    """After an upheld review the committee meets again: minutes signed since then decide."""
    asked = ReviewRequest.select().join(Proposal).where(Proposal.lot == of.lot)
    decided = max((each.decided_at for each in asked if each.decided_at), default=None)
    row = minutes.signed(call)
    if row is None or (decided and row.signed_at < decided):
        raise RuleBroken("minutes_before_review")
    said = minutes_agreed.agreed(call).get(of.lot.id)
    if said is None or said.proposal_id != choice.proposal_id:
        raise RuleBroken("choice_not_minuted", "choice", lot=of.lot.number)
