"""The partner's answer to an award: its signatory accepts it, or declines with a reason."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import SET_AWARD_ASIDE
from portal.domain.lifecycle_award import ACCEPT_AWARD, DECLINE_AWARD
from portal.domain.policy import Actor, require
from portal.models import LotAward
from portal.services import events, outbox, staff, standstill
from portal.services.steps import advance

__all__ = ["LotAward"]


def accept(row: LotAward, by: Actor, at: datetime) -> None:
    """Accept the award of a lot for the partner."""
    require(by, Action.ANSWER_AWARD, row)
    _require_left(row)
    with atomic():
        advance(row, ACCEPT_AWARD, answered_by=by.person_id, answered_at=at)
        events.record(by, "proposal.award_accepted", row.proposal, at)


def decline(row: LotAward, reason: str, by: Actor, at: datetime) -> None:
    """Decline the award of a lot: procurement is told, and recommends what comes next."""
    require(by, Action.ANSWER_AWARD, row)
    _require_left(row)
    if not reason.strip():
        raise RuleBroken("decline_reason_missing", "reason")
    if standstill.has_contract(row.proposal):
        raise RuleBroken("award_contracted")
    with atomic():
        given = {"answered_by": by.person_id, "answered_at": at}
        advance(row, DECLINE_AWARD, None, reason=reason.strip(), **given)
        advance(row.proposal, SET_AWARD_ASIDE)
        events.record(by, "proposal.award_declined", row.proposal, at)
        events.record(by, "call.lot_released", row.proposal.call, at)
        _tell_procurement(row, at)


def _tell_procurement(row: LotAward, at: datetime) -> None:
    call = row.proposal.call
    facts = {"reference": call.reference, "slug": call.slug, "lot": row.proposal.lot.number}
    for person in staff.holders(Role.PROCUREMENT_OFFICER):
        outbox.put_mail(person.email, "award_declined", person.language, at, **facts)


def _require_left(row: LotAward) -> None:
    if row.standstill_until is None:
        raise RuleBroken("letters_not_left")
