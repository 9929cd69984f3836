"""What the committee's work asks of each person, from the opening to the award."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.lifecycle import CallState, ProposalState, ScorecardState
from portal.domain.policy import Actor, can
from portal.models import Call, Proposal, Scorecard, Seat
from portal.services import call_keys, opening_prices
from portal.services.todo import Item

UNDER_WAY = (
    CallState.PUBLISHED,
    CallState.OPENED,
    CallState.SCORING,
    CallState.RANKED,
    CallState.RECOMMENDED,
)
Finder: TypeAlias = Callable[[Call, Actor], list[Item]]


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return what needs the actor, or what the actor waits for, in this area."""
    if actor.person_id is None or actor.partner_id is not None:
        return []
    under_way = Call.select().where(
        Call.state.in_(list(UNDER_WAY))
        & ((Call.state != CallState.PUBLISHED) | (Call.deadline <= at))
    )
    return [item for call in under_way for item in FINDERS[call.state](call, actor)]


def _item(call: Call, word: str, page: str, *, waiting: bool = False) -> Item:
    endpoint, parts = f"committee.{page}", {"slug": call.slug}
    return Item(f"work.{word}", call.reference, call.title, endpoint, parts, waiting=waiting)


def _opening(call: Call, actor: Actor) -> list[Item]:
    if call_keys.has(call) or not can(actor, Action.START_OPENING, call):
        return []
    if call.opening_starter_id is None:
        return [_item(call, "start_opening", "opening")]
    if call.opening_starter_id == actor.person_id:
        return [_item(call, "wait_second_person", "opening", waiting=True)]
    return [_item(call, "confirm_opening", "opening")]


def _screening(call: Call, actor: Actor) -> list[Item]:
    if can(actor, Action.START_SCORING, call):
        return [_item(call, _screening_word(call), "screening")]
    return []


def _screening_word(call: Call) -> str:
    unscreened = (Proposal.call == call) & (Proposal.state == ProposalState.SUBMITTED)
    return "screen" if Proposal.select().where(unscreened).exists() else "start_scoring"


def _scoring(call: Call, actor: Actor) -> list[Item]:
    items = []
    writing = _open_cards(call)
    if actor.person_id in writing:
        items.append(_item(call, "score", "scoring"))
    if can(actor, Action.REVEAL_SCORES, call):
        waiting = bool(writing)
        word = "wait_scores" if waiting else "reveal_scores"
        items.append(_item(call, word, "scoring", waiting=waiting))
    return items


def _open_cards(call: Call) -> set[UUID]:
    query = (
        Scorecard.select(Scorecard, Seat)
        .join(Seat)
        .where((Seat.call == call) & (Scorecard.state == ScorecardState.OPEN))
    )
    return {card.person_id for card in query}


def _ranked(call: Call, actor: Actor) -> list[Item]:
    if opening_prices.wait(call):
        return []
    if can(actor, Action.RECOMMEND, call):
        return [_item(call, "recommend", "award")]
    return []


def _recommended(call: Call, actor: Actor) -> list[Item]:
    if can(actor, Action.APPROVE_AWARD, call):
        return [_item(call, "approve_award", "award")]
    if can(actor, Action.RECOMMEND, call):
        return [_item(call, "wait_award", "award", waiting=True)]
    return []


FINDERS: Mapping[CallState, Finder] = {
    CallState.PUBLISHED: _opening,
    CallState.OPENED: _screening,
    CallState.SCORING: _scoring,
    CallState.RANKED: _ranked,
    CallState.RECOMMENDED: _recommended,
}
