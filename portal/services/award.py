"""The committee's recommendation, its approval, and the letters that tell the partners."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import (
    APPROVE_AWARD,
    AWARD_PROPOSAL,
    DECLINE_PROPOSAL,
    RECOMMEND,
    CallState,
)
from portal.domain.policy import Actor, require
from portal.models import Call, Lot, Partner, Proposal, Recommendation
from portal.services import (
    award_choice,
    documents,
    evaluations,
    events,
    minutes_agreed,
    no_objection,
    opening_prices,
    outbox,
    quorum,
)
from portal.services.award_choice import Choice, Choices
from portal.services.opening import LANGUAGES, contacts, opened
from portal.services.proposal_contents import prices
from portal.services.scoring import judgement
from portal.services.sending_back import returns, send_back
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
    if broken := broken + minutes_agreed.broken_rules(call, choices):
        raise RulesBroken(broken)
    with atomic():
        advance(call, RECOMMEND, award_comment="")
        _keep(call, choices, at)
        facts = {"fingerprint": evaluations.freeze(judgement(call), at)}
        events.record(by, "call.recommended", call, at, **facts)
        no_objection.ask(call, at)
        number = f"{call.reference}-EVALUATION{_edition(call)}"
        documents.request("evaluation", call.id, number, LANGUAGES, at)


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


def _edition(call: Call) -> str:
    returned = returns(call)
    return f"-{returned + 1}" if returned else ""


def return_to_procurement(call: Call, comment: str, by: Actor, at: datetime) -> None:
    """Send the recommendation back with a comment; its report no longer stands for the call."""
    require(by, Action.APPROVE_AWARD, call)
    if not comment.strip():
        raise RuleBroken("return_comment_missing", "comment")
    with atomic():
        send_back(call, comment, by, at)


def approve(call: Call, by: Actor, at: datetime) -> None:
    """Approve the award: every partner gets its letter; final."""
    require(by, Action.APPROVE_AWARD, call)
    with atomic():
        no_objection.settle(call, by, at)
        advance(call, APPROVE_AWARD, awarded_at=at)
        proposals = opened(call)
        won = {each.proposal_id for each in recommendations(call)}
        for proposal in proposals:
            _settle(proposal, by, at, won=proposal.id in won)
        events.record(by, "call.awarded", call, at)
        _write_to_partners(call, proposals, at)


def _settle(proposal: Proposal, by: Actor, at: datetime, *, won: bool) -> None:
    advance(proposal, AWARD_PROPOSAL if won else DECLINE_PROPOSAL)
    events.record(by, "proposal.awarded" if won else "proposal.declined", proposal, at)
    languages = (proposal.partner.language,)
    documents.request("letter", proposal.id, f"{proposal.number}-LETTER", languages, at)


def _write_to_partners(call: Call, proposals: list[Proposal], at: datetime) -> None:
    for person in contacts({each.partner_id for each in proposals}):
        facts = {"reference": call.reference, "title": call.title}
        outbox.put_mail(person.email, "letter", person.language, at, **facts)


def awards_of(call: Call) -> list[Award]:
    """Return the approved awards of a call for its public page; none before the approval."""
    if call.state is not CallState.AWARDED:
        return []
    chosen = (
        Recommendation.select(Recommendation, Lot, Proposal, Partner)
        .join(Lot)
        .switch(Recommendation)
        .join(Proposal)
        .join(Partner)
        .where(Recommendation.call == call)
        .order_by(Lot.number)
    )
    awarded = [(each.lot, each.proposal) for each in chosen if each.proposal is not None]
    amounts = prices(proposal.id for _lot, proposal in awarded)
    return [
        Award(lot, proposal.partner.name, amounts[proposal.id]) for lot, proposal in awarded
    ]
