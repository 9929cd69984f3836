"""Reminders of the approvals that an amendment waits for, as reviews of a contract have."""

from datetime import datetime, timedelta

from portal.db import atomic
from portal.domain.lifecycle_contracts import ReviewState
from portal.domain.policy import VISITOR
from portal.domain.policy_contracts import REVIEWERS
from portal.models import AmendmentApproval
from portal.services import amendment_mail, events
from portal.services.amendment_finding import approval_by_id


def remind(at: datetime, after: timedelta) -> int:
    """Mail those who were asked, or last reminded, longer ago than ``after``.

    Return for how many approvals.
    """
    since, asked = at - after, AmendmentApproval
    due = asked.select(asked.id).where(
        (asked.state == ReviewState.WAITING)
        & (asked.asked_at <= since)
        & (asked.reminded_at.is_null() | (asked.reminded_at <= since))
    )
    return sum(_remind(approval_by_id(each.id), at) for each in list(due))


def _remind(approval: AmendmentApproval, at: datetime) -> bool:
    asked, before = AmendmentApproval, approval.reminded_at
    same = (asked.id == approval.id) & (asked.state == ReviewState.WAITING)
    once = asked.reminded_at == before if before else asked.reminded_at.is_null()
    with atomic():
        if not asked.update(reminded_at=at).where(same & once).execute():
            return False
        one = approval.amendment
        facts = {"amendment": one.number, "kind": approval.kind}
        events.record(VISITOR, "amendment.reminded", one.contract, at, **facts)
        amendment_mail.to_holders(one, REVIEWERS[approval.kind], "amendment_review_due", at)
    return True
