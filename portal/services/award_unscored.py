"""A call that ends before anybody scored: no proposal came, or none is eligible."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.lifecycle_award import AwardState
from portal.domain.policy import Actor, require
from portal.models import AwardRound, Call
from portal.services import award_grant, exclusions
from portal.services.opening import opened
from portal.services.sending_back import FIRST

IN_THE_RUNNING = frozenset({ProposalState.SUBMITTED, ProposalState.ELIGIBLE})


def is_due(call: Call) -> bool:
    """Say whether an opened call has nothing to score: none received, or every one excluded."""
    left = any(each.state in IN_THE_RUNNING for each in opened(call))
    return call.state is CallState.OPENED and not left


def end(call: Call, reason: str, by: Actor, at: datetime) -> None:
    """End such a call without award: every partner gets its letter, and the public the reason.

    Two people excluded each proposal before, so the head of office decides alone.
    """
    require(by, Action.APPROVE_AWARD, call)
    if not is_due(call):
        raise RuleBroken("still_to_score")
    if not reason.strip():
        raise RuleBroken("fail_reason_missing", "comment")
    with atomic():
        row = AwardRound.create(
            call=call,
            number=1,
            cause=FIRST,
            state=AwardState.REVIEWED,
            made_by=by.person_id,
            made_at=at,
        )
        award_grant.close(row, reason.strip(), by, at)
        exclusions.request_record(call, at)
