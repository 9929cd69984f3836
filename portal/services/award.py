"""The committee's recommendation, and the awards that the public reads."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RulesBroken
from portal.domain.lifecycle import RECOMMEND, CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Lot, Recommendation
from portal.services import (
    award_choice,
    award_letters,
    award_rounds,
    budget_checks,
    evaluation_papers,
    evaluations,
    events,
    minutes_agreed,
    no_objection,
    opening_prices,
    quorum,
)
from portal.services.award_choice import Choice, Choices
from portal.services.scoring import judgement
from portal.services.steps import advance

__all__ = ["Choice", "Choices"]


@dataclass(frozen=True)
class Award:
    """An approved award, as it is published."""

    lot: Lot
    partner: str
    amount: Decimal


def recommendations(call: Call) -> list[Recommendation]:
    """Return what the committee recommends, by lot."""
    query = (
        Recommendation.select(Recommendation, Lot)
        .join(Lot)
        .where(Recommendation.call == call)
        .order_by(Lot.number)
    )
    return list(query)


def recommend(call: Call, choices: Choices, by: Actor, at: datetime) -> None:
    """Write down for each lot what the committee recommends, and ask for its report."""
    require(by, Action.RECOMMEND, call)
    RECOMMEND.take(call.state)
    opening_prices.require_open(call)
    quorum.require(call)
    broken = award_choice.broken_rules(call, choices)
    broken += budget_checks.broken_rules(call)
    if broken := broken + minutes_agreed.broken_rules(call, choices):
        raise RulesBroken(broken)
    with atomic():
        advance(call, RECOMMEND, award_comment="")
        _keep(call, choices, at)
        facts = {"fingerprint": evaluations.freeze(judgement(call), at)}
        events.record(by, "call.recommended", call, at, **facts)
        no_objection.ask(call, at)
        award_rounds.begin(call, choices, by, at)
        evaluation_papers.ask(call, at)


def _keep(call: Call, choices: Choices, at: datetime) -> None:
    Recommendation.delete().where(Recommendation.call == call).execute()
    for lot_id, choice in choices.items():
        Recommendation.create(
            call=call,
            lot=lot_id,
            proposal=choice.proposal_id,
            reason=choice.reason.strip(),
            made_at=at,
        )


def awards_of(call: Call) -> list[Award]:
    """Return the awards of a call for its public page: those whose letters have left."""
    if call.state is not CallState.AWARDED or not award_letters.is_public(call):
        return []
    return [
        Award(each.lot, each.proposal.partner.name, each.amount)
        for each in award_rounds.held(call)
        if each.proposal is not None and each.amount is not None
    ]
