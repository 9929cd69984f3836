"""What a committee may choose for a lot: the first rank or no award, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.domain.errors import RuleBroken
from portal.domain.scoring import RECOMMENDATION_WORDS, words
from portal.models import Call, Proposal
from portal.services.opening import opened
from portal.services.scoring import Ranking, rankings


@dataclass(frozen=True)
class Choice:
    """What the committee recommends for a lot; no proposal means no award."""

    proposal_id: UUID | None
    reason: str


Choices = Mapping[UUID, Choice]
"""The choices by the key of the lot."""


def broken_rules(call: Call, choices: Choices) -> list[RuleBroken]:
    """Return what keeps choices for every lot from being recommended."""
    tables = rankings(call)
    broken = [rule for table in tables for rule in _broken(table, choices.get(table.lot.id))]
    return broken + _won_too_many(call, choices)


def _broken(table: Ranking, choice: Choice | None) -> list[RuleBroken]:
    number = table.lot.number
    if choice is None:
        return [RuleBroken("choice_missing", f"lot_{number}", lot=number)]
    broken = []
    allowed = {None, *(each.id for each in table.first)}
    if choice.proposal_id not in allowed:
        broken.append(RuleBroken("choice_not_first", f"lot_{number}", lot=number))
    if words(choice.reason) < RECOMMENDATION_WORDS:
        facts = {"lot": number, "words": RECOMMENDATION_WORDS}
        broken.append(RuleBroken("recommendation_short", f"reason_{number}", **facts))
    return broken


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
