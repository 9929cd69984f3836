"""Scorecards: dealing out, saving, locking, revealing, and the ranking they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import prefetch

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.call_terms import Method
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    LOCK_SCORECARD,
    REVEAL_SCORES,
    REVEALED_CALL_STATES,
    CallState,
    ScorecardState,
)
from portal.domain.policy import Actor, require
from portal.domain.pricing import Offer
from portal.domain.scoring import (
    REASON_WORDS,
    Judged,
    Result,
    lowest_tick,
    ranked,
    words,
)
from portal.models import (
    Call,
    Criterion,
    Lot,
    Partner,
    Person,
    Proposal,
    Score,
    Scorecard,
    Seat,
)
from portal.services import events, opening_prices, quorum
from portal.services.opening import opened
from portal.services.proposal_contents import Section, prices, whole
from portal.services.steps import advance, found, fresh, save_version

__all__ = ["Criterion", "Scorecard"]


@dataclass(frozen=True)
class Mark:
    """One score on the scale of its criterion, or none yet, with its reason."""

    value: int | None = None
    reason: str = ""


Marks = Mapping[UUID, Mark]
"""The marks of a scorecard by the key of the criterion."""


def criteria(call: Call) -> list[Criterion]:
    """Return the criteria of a call in their order."""
    return list(Criterion.select().where(Criterion.call == call).order_by(Criterion.position))


def _joined() -> Any:  # noqa: ANN401 - a query of peewee
    return (
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
    )


def card_by_id(scorecard_id: UUID) -> Scorecard:
    """Return a scorecard with its seat, proposal and call, or refuse."""
    card: Scorecard | None = _joined().where(Scorecard.id == scorecard_id).first()
    return found(card)


def cards_of(call: Call, by: Actor) -> list[Scorecard]:
    """Return the actor's own scorecards on a call, with the scores given so far."""
    mine = (Proposal.call == call) & (Seat.person == by.person_id)
    query = _joined().where(mine).order_by(Lot.number, Proposal.number)
    return list(prefetch(query, Score.select()))


def progress(call: Call) -> list[tuple[str, int, int]]:
    """Return for each voting member without conflict how many scorecards are locked, of all."""
    by_seat: dict[UUID, list[Scorecard]] = {}
    for card in counted(call):
        by_seat.setdefault(card.seat.id, []).append(card)
    return [
        (cards[0].seat.person.name, sum(map(is_locked, cards)), len(cards))
        for cards in by_seat.values()
    ]


def is_locked(card: Scorecard) -> bool:
    """Say whether a scorecard is final."""
    return card.state is ScorecardState.LOCKED


def counted(call: Call) -> list[Scorecard]:
    """Return the scorecards that count: those that no conflict or replacement voided."""
    valid = (Proposal.call == call) & (Scorecard.state != ScorecardState.VOIDED)
    return list(_joined().where(valid).order_by(Seat.chair.desc(), Person.name))


def evidence(proposal: Proposal) -> dict[UUID, list[Section]]:
    """Return the questions and what the partner wrote, by the key of the criterion."""
    found: dict[UUID, list[Section]] = {}
    for each in whole(proposal).sections:
        found.setdefault(each.question.criterion_id, []).append(each)
    return found


def marks(card: Scorecard) -> dict[UUID, Mark]:
    """Return the scores of a card by the key of the criterion."""
    query = Score.select().where(Score.scorecard == card)
    return {each.criterion_id: Mark(each.value, each.reason) for each in query}


def save(card: Scorecard, seen: int, given: Marks, by: Actor, at: datetime) -> None:
    """Save a draft of an open scorecard; ``Conflict`` when it was saved elsewhere meanwhile."""
    require(by, Action.SCORE, card)
    with atomic():
        _keep(card, seen, given)
        events.record(by, "scorecard.saved", card, at)


def lock(card: Scorecard, seen: int, given: Marks, by: Actor, at: datetime) -> None:
    """Save and lock a scorecard for good; every score and reason must be there."""
    require(by, Action.SCORE, card)
    LOCK_SCORECARD.take(fresh(card).state)
    if broken := _broken(card, given):
        raise RulesBroken(broken)
    with atomic():
        _keep(card, seen, given)
        advance(card, LOCK_SCORECARD, locked_at=at)
        events.record(by, "scorecard.locked", card, at)


def _broken(card: Scorecard, given: Marks) -> list[RuleBroken]:
    broken = []
    for each in criteria(card.proposal.call):
        mark = given.get(each.id, Mark())
        if mark.value not in range(each.scale + 1):
            broken.append(RuleBroken("score_missing", f"score_{each.position}", name=each.name))
        if words(mark.reason) < REASON_WORDS:
            facts = {"name": each.name, "words": REASON_WORDS}
            broken.append(RuleBroken("reason_short", f"reason_{each.position}", **facts))
    return broken


def _keep(card: Scorecard, seen: int, given: Marks) -> None:
    save_version(card, seen, {}, theirs=_stored)
    state = fresh(card).state
    if state is not ScorecardState.OPEN:
        raise WrongState("save_scorecard", state)
    stands = fresh(card.proposal.call).state
    if stands is not CallState.SCORING:
        raise WrongState("save_scorecard", stands)
    Score.delete().where(Score.scorecard == card).execute()
    for criterion_id, mark in given.items():
        Score.create(
            scorecard=card, criterion=criterion_id, value=mark.value, reason=mark.reason
        )


def _stored(card: Scorecard) -> dict[str, object]:
    stored: dict[str, object] = {}
    for each in Score.select(Score, Criterion).join(Criterion).where(Score.scorecard == card):
        stored[f"score_{each.criterion.position}"] = each.value
        stored[f"reason_{each.criterion.position}"] = each.reason
    return stored


def reveal(call: Call, by: Actor, at: datetime) -> None:
    """Show the scores to the committee and the office, once every counted card is locked."""
    require(by, Action.REVEAL_SCORES, call)
    REVEAL_SCORES.take(call.state)
    cards = counted(call)
    waiting = sum(not is_locked(each) for each in cards)
    if waiting or not cards:
        raise RuleBroken("not_all_locked", count=waiting)
    quorum.require(call)
    with atomic():
        advance(call, REVEAL_SCORES)
        events.record(by, "call.scores_revealed", call, at, scorecards=len(cards))


@dataclass(frozen=True)
class Row:
    """One proposal in the ranking of its lot."""

    proposal: Proposal
    result: Result[UUID, UUID]
    members: list[str]
    reasons: Mapping[UUID, list[tuple[str, int, str]]]
    """By criterion: member, score and reason."""


@dataclass(frozen=True)
class Ranking:
    """The ranking of one lot, best first."""

    lot: Lot
    rows: list[Row]
    low: int
    unpriced: Sequence[Proposal] = ()
    """The proposals that pass and are not ranked, because their price could not be opened."""

    @property
    def first(self) -> list[Proposal]:
        """Return the proposals on the first rank: several only when they are tied."""
        return [row.proposal for row in self.rows if row.result.rank == 1]


def rankings(call: Call) -> list[Ranking]:
    """Return the ranking of every lot; empty before the scores are revealed.

    Where the prices open apart it is empty before they are open.
    """
    return [] if opening_prices.wait(call) else judged_alone(call)


def passed(call: Call) -> frozenset[UUID]:
    """Return the proposals that pass by the scores of the committee, whatever their price."""
    rows = [row for table in judged_alone(call) for row in table.rows]
    return frozenset(row.proposal.id for row in rows if row.result.passed)


def judged_alone(call: Call) -> list[Ranking]:
    """Return what the scores add up to for every lot, with a price only where it is open."""
    standing = (Lot.call == call) & Lot.withdrawn_at.is_null()
    lots = list(Lot.select().where(standing).order_by(Lot.number))
    if call.state not in REVEALED_CALL_STATES:
        return []
    cards = _scored(call)
    proposals = [each for each in opened(call) if each.id in cards]
    judged = criteria(call)
    return [
        _ranking(lot, [each for each in proposals if each.lot_id == lot.id], cards, judged)
        for lot in lots
    ]


@dataclass(frozen=True)
class Sheet:
    """One locked scorecard: the member and the scores by criterion."""

    member: str
    scores: Mapping[UUID, Score]


def _scored(call: Call) -> dict[UUID, list[Sheet]]:
    locked = [each for each in counted(call) if is_locked(each)]
    scores: dict[UUID, dict[UUID, Score]] = {card.id: {} for card in locked}
    for score in Score.select().where(Score.scorecard.in_(list(scores))):
        scores[score.scorecard_id][score.criterion_id] = score
    sheets: dict[UUID, list[Sheet]] = {}
    for card in locked:
        sheet = Sheet(card.seat.person.name, scores[card.id])
        sheets.setdefault(card.proposal_id, []).append(sheet)
    return sheets


def _ranking(
    lot: Lot,
    proposals: list[Proposal],
    sheets: Mapping[UUID, list[Sheet]],
    judged: list[Criterion],
) -> Ranking:
    how = {each.id: Judged(each.weight, each.scale, each.least) for each in judged}
    marked = {each.id: [_values(sheet) for sheet in sheets[each.id]] for each in proposals}
    threshold = proposals[0].call.threshold if proposals else 0
    unpriced = _unpriced(proposals, ranked(marked, how, threshold))
    for each in unpriced:
        marked.pop(each.id)
    results = ranked(marked, how, threshold, _offer(lot, proposals))
    known = {each.id: each for each in proposals}
    rows = [_row(known[each.proposal], each, sheets[each.proposal]) for each in results]
    figures = [figure for each in results for figure in each.totals]
    return Ranking(lot, rows, lowest_tick(figures, threshold), unpriced)


def _unpriced(
    proposals: list[Proposal], judged: list[Result[UUID, UUID]]
) -> Sequence[Proposal]:
    """Return the proposals that pass and cannot be ranked, because their price stays shut."""
    if not proposals or opening_prices.wait(proposals[0].call):
        return ()
    passed = {each.proposal for each in judged if each.passed}
    shut = opening_prices.shut(proposals[0].call) if proposals[0].call.prices_apart else set()
    return [each for each in proposals if each.id in passed & shut]


def _offer(lot: Lot, proposals: list[Proposal]) -> Offer[UUID] | None:
    if not proposals or proposals[0].call.method is not Method.QUALITY_COST:
        return None
    call = proposals[0].call
    if opening_prices.wait(call):
        return None
    offered = prices(each.id for each in proposals)
    return Offer(offered, lot.ceiling, call.quality_weight, call.price_formula)


def _values(sheet: Sheet) -> dict[UUID, int]:
    return {key: int(score.value or 0) for key, score in sheet.scores.items()}


def _row(proposal: Proposal, result: Result[UUID, UUID], sheets: list[Sheet]) -> Row:
    reasons: dict[UUID, list[tuple[str, int, str]]] = {}
    for sheet in sheets:
        for key, score in sheet.scores.items():
            said = (sheet.member, int(score.value or 0), score.reason)
            reasons.setdefault(key, []).append(said)
    return Row(proposal, result, [sheet.member for sheet in sheets], reasons)
