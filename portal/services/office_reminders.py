"""Reminders to the office in centres that no partner runs: days to come, consents awaited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.clearances import Consent, missing
from portal.domain.lifecycle_clearances import ClearanceState
from portal.domain.lifecycle_handover import WAITING, PlanState
from portal.domain.lifecycle_meetings import DecisionState, MeetingState
from portal.models import (
    Clearance,
    Grant,
    HandoverGoal,
    HandoverPlan,
    OfficeReminder,
    Person,
)
from portal.models.meetings import ManagementCommitteeMeeting as Meeting
from portal.models.meetings import MeetingDecision
from portal.services import clearance_finding, meeting_decisions, outbox

MOST = 500
"""Of how many records of a kind the office is reminded at once."""


@dataclass(frozen=True)
class Rhythm:
    """The days of the reminders: ``before`` a day is reached, and ``again`` between two.

    A clearance has no day: it is reminded of once it has waited as long as between two.
    """

    before: int = 7
    again: int = 7


@dataclass(frozen=True)
class Duty:
    """What somebody in the office has to do: the mail, its record, in whose hands it is."""

    template: str
    subject: UUID
    role: Role
    facts: Mapping[str, str]


def remind(at: datetime, rhythm: Rhythm) -> int:
    """Mail those who have to act and were not reminded lately; return of how many records."""
    last, since = at.date() + timedelta(rhythm.before), at - timedelta(rhythm.again)
    duties = (*_milestones(last), *_decisions(last), *_consents(since))
    return sum(_send(each, at, since) for each in duties)


def _milestones(last: date) -> Iterable[Duty]:
    """Return the milestones of plans under way that are due by a day."""
    due = HandoverGoal.state.in_(WAITING) & (HandoverGoal.due_on <= last)
    rows = HandoverGoal.select(HandoverGoal, HandoverPlan).join(HandoverPlan)
    for each in rows.where(due & (HandoverPlan.state == PlanState.UNDER_WAY)).limit(MOST):
        facts = {"code": each.code, "reference": each.plan.reference, "key": str(each.id)}
        facts["due"] = each.due_on.isoformat()
        yield Duty("handover_due", each.id, Role.PROGRAMME_OFFICER, facts)


def _decisions(last: date) -> Iterable[Duty]:
    """Return the open decisions of agreed minutes that are due by a day."""
    due = (MeetingDecision.state == DecisionState.OPEN) & (MeetingDecision.due_on <= last)
    agreed = due & (Meeting.state == MeetingState.AGREED)
    for each in meeting_decisions.joined().where(agreed).limit(MOST):
        facts = {"reference": each.reference, "key": str(each.id)}
        facts["due"] = each.due_on.isoformat()
        yield Duty("decision_due", each.id, Role.PROGRAMME_OFFICER, facts)


def _consents(since: datetime) -> Iterable[Duty]:
    """Return the clearances that were asked for before a moment and still wait."""
    asked = (Clearance.state == ClearanceState.ASKED) & (Clearance.asked_at <= since)
    for each in clearance_finding.joined().where(asked).limit(MOST):
        legal = Consent.LEGAL in missing(each.centre.model, each.given)
        role = Role.LEGAL_OFFICER if legal else Role.PROGRAMME_OFFICER
        facts = {"reference": each.reference, "key": str(each.id)}
        yield Duty("consent_awaited", each.id, role, facts)


def _send(duty: Duty, at: datetime, since: datetime) -> bool:
    """Note the reminder and put its mails into the outbox, unless it was sent lately."""
    with atomic():
        if not noted(duty.subject, at, since):
            return False
        for person in _holders(duty.role):
            facts = {"name": person.name, **duty.facts}
            outbox.put_mail(person.email, duty.template, person.language, at, **facts)
    return True


def noted(subject: UUID, at: datetime, since: datetime) -> bool:
    """Note that somebody is reminded of a record now, unless that was done after ``since``."""
    sent, row = OfficeReminder, {"subject": subject, "sent_at": at}
    old = (sent.subject == subject) & (sent.sent_at <= since)
    if sent.update(sent_at=at).where(old).execute():
        return True
    return bool(sent.insert(row).on_conflict_ignore().as_rowcount().execute())


def _holders(role: Role) -> list[Person]:
    holders = Grant.select(Grant.person).where(Grant.role == role)
    reached = Person.confirmed_at.is_null(False) & Person.disabled_at.is_null()  # noqa: FBT003 - peewee's own
    return list(Person.select().where(reached & Person.id.in_(holders)).order_by(Person.email))
