"""What the signed minutes of a committee decided, which its recommendation follows."""

from portal.domain.errors import RuleBroken
from portal.models import Call
from portal.services import minutes
from portal.services.award_choice import Choice, Choices
from portal.services.scoring import rankings


def agreed(call: Call) -> Choices:
    """Return what the signed minutes decided; nothing before they are signed."""
    row = minutes.signed(call)
    decided = minutes.contents(row).decisions if row else ()
    return {each.lot_id: Choice(each.proposal_id, each.reason) for each in decided}


def broken_rules(call: Call, choices: Choices) -> list[RuleBroken]:
    """Return where choices are not what the signed minutes decided."""
    if minutes.signed(call) is None:
        return [RuleBroken("minutes_unsigned")]
    decided, broken = agreed(call), []
    for table in rankings(call):
        choice, said = choices.get(table.lot.id), decided.get(table.lot.id)
        if choice is not None and (said is None or said.proposal_id != choice.proposal_id):
            number = table.lot.number
            broken.append(RuleBroken("choice_not_minuted", f"lot_{number}", lot=number))
    return broken
