"""Scorecards: dealing out, saving, locking, and the ranking they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import prefetch

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.evaluation import LotOutcome, OutcomeCode, evaluate
from portal.domain.lifecycle import (
    LOCK_SCORECARD,
    REVEALED_CALL_STATES,
    CallState,
    ScorecardState,
)
from portal.domain.policy import Actor, require
from portal.domain.scoring import REASON_WORDS, Result, lowest_tick, words
from portal.models import (
    Call,
    Criterion,
    Lot,
    LotReveal,
    Partner,
    Person,
    Proposal,
    Score,
    Scorecard,
    Seat,
)
from portal.services import (
    dealing,
    documents,
    evaluations,
    events,
    marking,
    opening_prices,
)
from portal.services.evaluations import Given, Judgement, Sheet, code_of
from portal.services.marking import Mark, Marks
from portal.services.opening import opened
from portal.services.prepared import Prepared
from portal.services.proposal_contents import Section, whole
from portal.services.steps import advance, found, fresh, save_version

PAPER = "scorecard"
"""The kind of document that one locked scorecard is printed as."""

__all__ = ["Criterion", "Mark", "Marks", "Scorecard"]


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


def is_open(card: Scorecard) -> bool:
    """Say whether a scorecard can still be written on: neither locked nor voided."""
    return card.state is ScorecardState.OPEN


def is_locked(card: Scorecard) -> bool:
    """Say whether a scorecard is final."""
    return card.state is ScorecardState.LOCKED


def counted(call: Call) -> list[Scorecard]:
    """Return the scorecards that count: those that no conflict or replacement voided."""
    return _counted(call.id)


_counted: Prepared[Scorecard] = Prepared(
    lambda call: (
        _joined()
        .where((Proposal.call == call) & (Scorecard.state != ScorecardState.VOIDED))
        .order_by(Seat.chair.desc(), Person.name)
    )
)


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
        _keep(card, seen, given, at)
        events.record(by, "scorecard.saved", card, at)


def lock(card: Scorecard, seen: int, given: Marks, by: Actor, at: datetime) -> None:
    """Save and lock a scorecard for good; every score and reason must be there.

    Its paper is asked for in the language of its member, who answers for what it says.
    """
    require(by, Action.SCORE, card)
    LOCK_SCORECARD.take(fresh(card).state)
    if broken := _broken(card, given):
        raise RulesBroken(broken)
    with atomic():
        _keep(card, seen, given, at)
        advance(card, LOCK_SCORECARD, locked_at=at)
        events.record(by, "scorecard.locked", card, at)
        number = f"{card.proposal.number}-CARD-{card.id.hex[:6].upper()}"
        documents.request(PAPER, card.id, number, [card.seat.person.language], at)


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


def _keep(card: Scorecard, seen: int, given: Marks, at: datetime) -> None:
    save_version(card, seen, {}, theirs=_stored)
    require_writable(card)
    for criterion_id, mark in given.items():
        marking.put(card, criterion_id, mark, at)


def require_writable(card: Scorecard) -> None:
    """Refuse with ``WrongState`` what is locked, and what belongs to no call being scored."""
    state = fresh(card).state
    if state is not ScorecardState.OPEN:
        raise WrongState("save_scorecard", state)
    stands = fresh(card.proposal.call).state
    if stands is not CallState.SCORING:
        raise WrongState("save_scorecard", stands)


def _stored(card: Scorecard) -> dict[str, object]:
    stored: dict[str, object] = {}
    for each in Score.select(Score, Criterion).join(Criterion).where(Score.scorecard == card):
        stored[f"score_{each.criterion.position}"] = each.value
        stored[f"reason_{each.criterion.position}"] = each.reason
    return stored


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
    """The ranking of one lot, best first, and how its evaluation ends."""

    lot: Lot
    rows: list[Row]
    low: int
    outcome: OutcomeCode
    first: Sequence[Proposal] = ()
    """Who may be recommended: several only when the committee has to choose."""
    unpriced: Sequence[Proposal] = ()
    """The proposals that pass and are not ranked, because their price could not be opened."""
    low_priced: Sequence[UUID] = ()
    """The proposals whose price is abnormally low."""


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
    if not revealed_lots(call):
        return []
    of = judgement(call)
    outcome = evaluate(evaluations.inputs(of))
    return [_ranking(of, lot, each) for lot, each in zip(of.lots, outcome.lots, strict=True)]


def row_of(proposal: Proposal) -> Row:
    """Return a proposal as it stands in the ranking of its revealed lot, or refuse."""
    rows = (row for table in judged_alone(proposal.call) for row in table.rows)
    row = next((row for row in rows if row.proposal.id == proposal.id), None)
    if row is None:
        raise NotFound
    return row


def revealed_lots(call: Call) -> list[Lot]:
    """Return the standing lots whose scores may be seen: all once the call is ranked."""
    lots = Lot.select().where((Lot.call == call) & Lot.withdrawn_at.is_null())
    if call.state not in REVEALED_CALL_STATES:
        shown = LotReveal.select(LotReveal.lot)
        lots = lots.where(Lot.id.in_(shown) & (call.state == CallState.SCORING))
    return list(lots.order_by(Lot.number))


def judgement(call: Call) -> Judgement:
    """Return what the committee has before it: the lots that are revealed and no other."""
    lots = revealed_lots(call)
    shown = {each.id for each in lots}
    proposals = [each for each in opened(call) if each.lot_id in shown]
    keys = {each.id for each in proposals}
    locked = [c for c in counted(call) if is_locked(c) and c.proposal_id in keys]
    void = [c for c in dealing.voided(call) if c.locked_at and c.proposal_id in keys]
    sheets, aside = _sheets(call, locked), _sheets(call, void)
    return Judgement(call, lots, proposals, criteria(call), sheets, aside)


_given: Prepared[Given] = Prepared(
    lambda key: (
        Score.select(Score.scorecard, Score.criterion, Score.value, Score.reason)
        .join(Scorecard)
        .join(Proposal)
        .where(Proposal.call == key)
    ),
    plain=Given,
)


def _sheets(call: Call, cards: Sequence[Scorecard]) -> dict[UUID, list[Sheet]]:
    scores: dict[UUID, dict[UUID, Given]] = {card.id: {} for card in cards}
    for score in _given(call.id):
        if score.scorecard_id in scores:
            scores[score.scorecard_id][score.criterion_id] = score
    sheets: dict[UUID, list[Sheet]] = {}
    for card in cards:
        sheet = Sheet(card.seat.id, card.seat.person.name, scores[card.id])
        sheets.setdefault(card.proposal_id, []).append(sheet)
    return sheets


def _ranking(of: Judgement, lot: Lot, outcome: LotOutcome) -> Ranking:
    known = {str(each.number): each for each in of.proposals}
    rows = [_row(of, known[each.proposal], each) for each in outcome.results]
    figures = [figure for each in outcome.results for figure in each.totals]
    return Ranking(
        lot,
        rows,
        lowest_tick(figures, of.call.threshold),
        outcome.code,
        [known[each] for each in outcome.candidates],
        [known[each] for each in outcome.unpriced],
        [known[each].id for each in outcome.low],
    )


def _row(of: Judgement, proposal: Proposal, result: Result[str, str]) -> Row:
    sheets = of.sheets[proposal.id]
    reasons: dict[UUID, list[tuple[str, int, str]]] = {}
    for each in of.criteria:
        for sheet in sheets:
            score = sheet.scores[each.id]
            said = (sheet.member, int(score.value or 0), score.reason)
            reasons.setdefault(each.id, []).append(said)
    known = _of_records(of, proposal, result)
    return Row(proposal, known, [sheet.member for sheet in sheets], reasons)


def _of_records(
    of: Judgement, proposal: Proposal, result: Result[str, str]
) -> Result[UUID, UUID]:
    keys = {code_of(each): each.id for each in of.criteria}
    return Result(
        proposal.id,
        result.totals,
        {keys[code]: points for code, points in result.by_criterion.items()},
        result.mean,
        result.passed,
        result.rank,
        tuple(keys[code] for code in result.below),
        result.cost,
    )
