"""What the committee's work asks of each person, from the opening to the award."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.lifecycle import CallState, ProposalState, ScorecardState
from portal.domain.policy import Actor, can
from portal.models import Call, Proposal, Scorecard, Seat
from portal.services import (
    award_rounds,
    award_unscored,
    budget_checks,
    call_keys,
    exclusions,
    minutes,
    minutes_signing,
    moderation,
    opening_prices,
    revealing,
)
from portal.services.deficiency import asked_now
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
    if award_unscored.is_due(call):
        return _ending(call, actor)
    if can(actor, Action.START_SCORING, call):
        word = _screening_word(call)
        mine = [_item(call, word, "screening", waiting=word.startswith("wait"))]
        return mine + _exclusions(call, actor)
    return _exclusions(call, actor)


def _ending(call: Call, actor: Actor) -> list[Item]:
    if can(actor, Action.APPROVE_AWARD, call):
        return [_item(call, "end_unscored", "screening")]
    if can(actor, Action.START_SCORING, call):
        return [_item(call, "wait_end_unscored", "screening", waiting=True)]
    return []


def _screening_word(call: Call) -> str:
    unscreened = (Proposal.call == call) & (Proposal.state == ProposalState.SUBMITTED)
    left, waits, asked = (
        Proposal.select().where(unscreened),
        exclusions.undecided(),
        asked_now(),
    )
    if left.where(Proposal.id.not_in(waits) & Proposal.id.not_in(asked)).exists():
        return "screen"
    if left.where(Proposal.id.in_(waits)).exists():
        return "wait_exclusion"
    return "wait_missing" if left.exists() else "start_scoring"


def _exclusions(call: Call, actor: Actor) -> list[Item]:
    mine = (
        exclusions.to_confirm(call, actor) if can(actor, Action.CONFIRM_EXCLUSION, call) else 0
    )
    return [_item(call, "confirm_exclusion", "screening")] if mine else []


def _scoring(call: Call, actor: Actor) -> list[Item]:
    items = []
    writing = _open_cards(call)
    if actor.person_id in writing:
        items.append(_item(call, "score", "scoring"))
    if _may_reveal(call, actor):
        items.append(_item(call, "reveal_scores", "scoring"))
    waits = (Action.REVEAL_SCORES, Action.START_SCORING)
    if not items and any(can(actor, each, call) for each in waits):
        items.append(_item(call, "wait_scores", "scoring", waiting=True))
    return items


def _may_reveal(call: Call, actor: Actor) -> bool:
    chairs = can(actor, Action.REVEAL_SCORES, call)
    return chairs and any(each.is_ready for each in revealing.progress(call))


def _open_cards(call: Call) -> set[UUID]:
    query = (
        Scorecard.select(Scorecard, Seat)
        .join(Seat)
        .where((Seat.call == call) & (Scorecard.state == ScorecardState.OPEN))
    )
    return {card.person_id for card in query}


def _takes_part(call: Call, actor: Actor) -> bool:
    """Say whether a ranked call can need somebody: procurement, and whoever has a seat."""
    mine = (Seat.call == call) & (Seat.person == actor.person_id)
    return can(actor, Action.CHECK_BUDGET, call) or bool(Seat.select().where(mine).exists())


def _ranked(call: Call, actor: Actor) -> list[Item]:
    if not _takes_part(call, actor):
        return []
    if moderation.open_count(call):
        return _moderating(call, actor)
    return [] if opening_prices.wait(call) else _after_ranking(call, actor)


def _after_ranking(call: Call, actor: Actor) -> list[Item]:
    checks = _checking(call, actor)
    if minutes.signed(call) is None:
        return [*checks, *_minutes(call, actor)]
    if not checks and can(actor, Action.RECOMMEND, call):
        return [_item(call, "recommend", "award")]
    return checks


def _checking(call: Call, actor: Actor) -> list[Item]:
    if not budget_checks.open_rows(call):
        return []
    if can(actor, Action.CHECK_BUDGET, call):
        return [_item(call, "check_budgets", "budgets")]
    waits = can(actor, Action.RECOMMEND, call)
    return [_item(call, "wait_budgets", "budgets", waiting=True)] if waits else []


def _moderating(call: Call, actor: Actor) -> list[Item]:
    if can(actor, Action.MODERATE, call):
        return [_item(call, "moderate", "moderation")]
    if can(actor, Action.RECOMMEND, call):
        return [_item(call, "wait_moderation", "moderation", waiting=True)]
    return []


def _minutes(call: Call, actor: Actor) -> list[Item]:
    row = minutes.latest(call)
    if row is not None and minutes_signing.may_sign(row, actor):
        return [_item(call, "sign_minutes", "minutes")]
    if can(actor, Action.WRITE_MINUTES, call) and minutes.is_open(call):
        return [_item(call, "offer_minutes" if row else "write_minutes", "minutes")]
    if can(actor, Action.RECOMMEND, call):
        return [_item(call, "wait_minutes", "minutes", waiting=True)]
    return []


def _recommended(call: Call, actor: Actor) -> list[Item]:
    row = award_rounds.undecided(call)
    if row is not None and can(actor, award_rounds.HELD[row.state][0], row):
        return [_item(call, award_rounds.HELD[row.state][1], "award")]
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
