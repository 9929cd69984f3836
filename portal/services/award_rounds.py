"""The way of a recommendation: procurement reviews, the head approves, a second confirms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.config import award_ceilings
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import (
    ASK_SECOND,
    CONFIRM_AWARD,
    GRANT_AWARD,
    REVIEW_AWARD,
    UNDECIDED,
    AwardState,
)
from portal.domain.policy import Actor, require
from portal.models import AwardRound, Call, Lot, Partner, Person, Proposal
from portal.services import (
    award_grant,
    events,
    minutes,
    no_objection,
    sending_back,
    standing,
)
from portal.services.award_choice import Choice, Choices
from portal.services.opening import call_by_slug
from portal.services.proposal_contents import prices
from portal.services.sending_back import FIRST
from portal.services.steps import advance, found

__all__ = ["AwardRound"]
DECLINED, REVIEWED = "declined", "review"
"""Why there is a further round: a partner that declined, a review that was upheld."""
HELD: Mapping[AwardState, tuple[Action, str]] = {
    AwardState.RECOMMENDED: (Action.REVIEW_AWARD, "review_award"),
    AwardState.REVIEWED: (Action.APPROVE_AWARD, "approve_award"),
    AwardState.SECOND: (Action.SECOND_AWARD, "confirm_award"),
}
"""Who holds a recommendation, and what the portal asks of them."""


def latest(call: Call) -> AwardRound | None:
    """Return the last recommendation of a call, or None before the first."""
    query = AwardRound.select().where(AwardRound.call == call)
    row: AwardRound | None = query.order_by(AwardRound.number.desc()).first()
    return row


def all_of(call: Call) -> list[AwardRound]:
    """Return every recommendation of a call, the first one first."""
    query = AwardRound.select().where(AwardRound.call == call)
    return list(query.order_by(AwardRound.number))


def by_slug(slug: str) -> AwardRound:
    """Return the last recommendation of a call, or refuse."""
    call = call_by_slug(slug)
    row = found(latest(call))
    row.call = call
    return row


@dataclass(frozen=True)
class Chosen:
    """What a recommendation says of one lot, as it is read."""

    lot: Lot
    proposal: Proposal | None
    amount: Decimal | None
    reason: str


def chosen(row: AwardRound) -> list[Chosen]:
    """Return what a recommendation says of each of its lots, in their order."""
    lots = {each.id: each for each in Lot.select().where(Lot.call == row.call)}
    joined = Proposal.select(Proposal, Partner).join(Partner).where(Proposal.call == row.call)
    known = {each.id: each for each in joined}
    choices = award_grant.choices(row)
    amounts = prices(each.proposal_id for each in choices.values() if each.proposal_id)
    read = [_chosen(lots[key], each, known, amounts) for key, each in choices.items()]
    return sorted(read, key=lambda each: each.lot.number)


def _chosen(
    lot: Lot,
    choice: Choice,
    known: Mapping[UUID, Proposal],
    amounts: Mapping[UUID, Decimal],
) -> Chosen:
    if choice.proposal_id is None:
        return Chosen(lot, None, None, choice.reason)
    key = choice.proposal_id
    return Chosen(lot, known[key], amounts[key], choice.reason)


def begin(
    call: Call, choices: Choices, by: Actor, at: datetime, cause: str = FIRST
) -> AwardRound:
    """Hand a recommendation over to procurement, in the caller's transaction."""
    before = latest(call)
    amounts = prices(each.proposal_id for each in choices.values() if each.proposal_id)
    return AwardRound.create(
        call=call,
        number=before.number + 1 if before else 1,
        cause=cause,
        choices=[
            {
                "lot": str(lot_id),
                "proposal": str(each.proposal_id) if each.proposal_id else None,
                "reason": each.reason.strip(),
            }
            for lot_id, each in choices.items()
        ],
        amount=sum(amounts.values(), Decimal(0)),
        minutes=minutes.signed(call),
        made_by=by.person_id,
        made_at=at,
    )


def needs_second(row: AwardRound) -> bool:
    """Say whether the award is above what the head of office approves alone."""
    if all(each.proposal_id is None for each in award_grant.choices(row).values()):
        return False
    ceiling = award_ceilings().get(row.call.currency)
    return ceiling is None or row.amount > ceiling


def ceiling(call: Call) -> Decimal | None:
    """Return up to which amount the head of office awards alone, or None for never."""
    return award_ceilings().get(call.currency)


def review(row: AwardRound, note: str, by: Actor, at: datetime) -> None:
    """Pass a recommendation on to the head of office, once procurement has looked at it."""
    require(by, Action.REVIEW_AWARD, row)
    changes: dict[str, Any] = {
        "reviewer": by.person_id,
        "reviewed_at": at,
        "review_note": note.strip(),
    }
    with atomic():
        advance(row, REVIEW_AWARD, **changes)
        events.record(by, "call.award_reviewed", row.call, at, round=row.number)


def send_back(row: AwardRound, comment: str, by: Actor, at: datetime) -> None:
    """Return a recommendation with reasons, by whoever holds it."""
    require(by, sending_back.step_from(row).action, row)
    if not comment.strip():
        raise RuleBroken("return_comment_missing", "comment")
    with atomic():
        sending_back.send_back(row, comment.strip(), by, at)


def against(row: AwardRound) -> list[RuleBroken]:
    """Return what stands against those whom a recommendation gives a lot to."""
    won = Proposal.id.in_(list(award_grant.winners(row)))
    partners = Partner.select().join(Proposal).where(won).distinct().order_by(Partner.name)
    return [broken for each in partners for broken in standing.against_award(each)]


def _require_free(row: AwardRound) -> None:
    if broken := against(row):
        raise RulesBroken(broken)


def approve(row: AwardRound, by: Actor, at: datetime) -> None:
    """Approve an award; above the ceiling it then waits for the second approver."""
    require(by, Action.APPROVE_AWARD, row)
    step = ASK_SECOND if needs_second(row) else GRANT_AWARD
    _require_free(row)
    with atomic():
        if row.cause == FIRST or award_grant.winners(row):
            no_objection.settle(row.call, by, at)
        advance(row, step, approver=by.person_id, approved_at=at)
        if step is ASK_SECOND:
            events.record(by, "call.award_approved_first", row.call, at, round=row.number)
        else:
            award_grant.grant(row, by, at)


def confirm(row: AwardRound, by: Actor, at: datetime) -> None:
    """Confirm an award above the ceiling as the second approver; final."""
    require(by, Action.SECOND_AWARD, row)
    _require_free(row)
    with atomic():
        advance(row, CONFIRM_AWARD, second=by.person_id, second_at=at)
        award_grant.grant(row, by, at)


def end_without_award(row: AwardRound, reason: str, by: Actor, at: datetime) -> None:
    """End a call without an award, with the reason that partners and the public read."""
    require(by, Action.APPROVE_AWARD, row)
    if row.cause != FIRST:
        raise RuleBroken("fail_too_late")
    if not reason.strip():
        raise RuleBroken("fail_reason_missing", "comment")
    with atomic():
        award_grant.fail(row, reason.strip(), by, at)


def undecided(call: Call) -> AwardRound | None:
    """Return the recommendation that is still on its way, or None."""
    row = latest(call)
    return row if row is not None and row.state in UNDECIDED else None


def later() -> list[AwardRound]:
    """Return the recommendations on their way whose call was awarded before, with the call."""
    awarded = (Call.state == CallState.AWARDED) & AwardRound.state.in_(list(UNDECIDED))
    query = AwardRound.select(AwardRound, Call).join(Call).where(awarded)
    return list(query.order_by(Call.reference))


def people(row: AwardRound) -> dict[str, str]:
    """Return the names of those who took the steps of a recommendation."""
    keys = {
        "made_by": row.made_by_id,
        "reviewer": row.reviewer_id,
        "approver": row.approver_id,
        "second": row.second_id,
    }
    wanted = [each for each in keys.values() if each]
    names = {each.id: each.name for each in Person.select().where(Person.id.in_(wanted))}
    return {part: names.get(key, "") if key else "" for part, key in keys.items()}


def held(call: Call) -> list[Chosen]:
    """Return what stands of each lot after every decision whose letters have left."""
    last: dict[int, Chosen] = {}
    for row in all_of(call):
        if row.letters_at is not None and row.state is AwardState.APPROVED:
            row.call = call
            last |= {each.lot.number: each for each in chosen(row)}
    return [last[number] for number in sorted(last)]


def ended(call: Call) -> AwardRound | None:
    """Return the decision that ended a call without award, or None."""
    row = latest(call)
    return row if row is not None and call.state is CallState.FAILED else None
