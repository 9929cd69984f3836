"""What a committee may choose for a lot: its winner or no award, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.domain.errors import RuleBroken
from portal.domain.evaluation import evaluate, wrong_choices
from portal.domain.lifecycle import DECIDED_CALL_STATES
from portal.domain.scoring import RECOMMENDATION_WORDS, words
from portal.models import Call, Lot, Proposal
from portal.services import evaluations
from portal.services.evaluations import Judgement
from portal.services.opening import opened
from portal.services.scoring import judgement


@dataclass(frozen=True)
class Choice:
    """What the committee recommends for a lot; no proposal means no award."""

    proposal_id: UUID | None
    reason: str


Choices = Mapping[UUID, Choice]
"""The choices by the key of the lot."""


def broken_rules(call: Call, choices: Choices) -> list[RuleBroken]:
    """Return what keeps choices for every lot from being recommended.

    After an award, a committee that meets again on a review may choose whoever passes.
    """
    of = judgement(call)
    broken = [rule for lot in of.lots for rule in _broken(lot, choices.get(lot.id))]
    best = [] if call.state in DECIDED_CALL_STATES else _not_best(of, choices)
    return [*broken, *best, *_won_too_many(call, choices)]


def _broken(lot: Lot, choice: Choice | None) -> list[RuleBroken]:
    number = lot.number
    if choice is None:
        return [RuleBroken("choice_missing", f"lot_{number}", lot=number)]
    if words(choice.reason) < RECOMMENDATION_WORDS:
        facts = {"lot": number, "words": RECOMMENDATION_WORDS}
        return [RuleBroken("recommendation_short", f"reason_{number}", **facts)]
    return []


def _not_best(of: Judgement, choices: Choices) -> list[RuleBroken]:
    """Refuse while a difference is open, and what no best assignment of the lots gives."""
    inputs = evaluations.inputs(of)
    outcome = evaluate(inputs)
    if outcome.open_items:
        return [RuleBroken("moderation_open", count=len(outcome.open_items))]
    numbers: dict[UUID | None, str] = {each.id: str(each.number) for each in of.proposals}
    chosen = {
        lot.number: numbers[choices[lot.id].proposal_id]
        for lot in of.lots
        if lot.id in choices and choices[lot.id].proposal_id in numbers
    }
    wrong = wrong_choices(inputs, outcome, chosen)
    return [RuleBroken("choice_not_first", f"lot_{each}", lot=each) for each in wrong]


def _won_too_many(call: Call, choices: Choices) -> list[RuleBroken]:
    """Refuse more lots for one partner than the call allows it to win."""
    chosen = {each.proposal_id for each in choices.values()}
    won: dict[UUID, list[Proposal]] = {}
    for each in opened(call):
        if each.id in chosen:
            won.setdefault(each.partner_id, []).append(each)
    most = call.lots_to_win or len(choices)
    return [
        RuleBroken(
            "lots_won_many",
            f"lot_{of_one[0].lot.number}",
            partner=of_one[0].partner.name,
            lots=len(of_one),
            most=most,
        )
        for of_one in won.values()
        if len(of_one) > most
    ]
