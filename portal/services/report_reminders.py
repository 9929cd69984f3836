"""Reminders of reports: to the partner before, on and after the day, to the office after it."""

from datetime import date, datetime

from peewee import Expression, ModelSelect

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.domain.report_reminders import Due, ReminderKind, Rhythm, reminders
from portal.models import Grant, Person, Report, ReportReminder
from portal.services import outbox
from portal.services.report_queries import awaits_finance, finished, listed, today

OFFICE = {
    ReminderKind.ESCALATED: (Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE),
    ReminderKind.UNANSWERED: (Role.PROGRAMME_OFFICER,),
}
"""Who of the office is told; every other reminder goes to the partner.

Of an answer that is owed the finance officers are told too while their desk reads.
"""


def of(report: Report) -> list[ReportReminder]:
    """Return the reminders that were sent of a report, the first one first."""
    return list(report.reminders.order_by(ReportReminder.sent_at))


def remind(at: datetime, rhythm: Rhythm) -> int:
    """Send every reminder that is due and was not sent; return how many."""
    waiting = listed(Report.state != ReportState.ACCEPTED)
    return sum(_send(each, due, at) for each in waiting for due in _due(each, at, rhythm))


def _due(report: Report, at: datetime, rhythm: Rhythm) -> list[Due]:
    day = today(report, at)
    return reminders(report.state, (day - report.due_on).days, _waiting(report, day), rhythm)


def _waiting(report: Report, day: date) -> int:
    filed = report.submitted_at
    return (day - today(report, filed)).days if filed else 0


def _send(report: Report, due: Due, at: datetime) -> bool:
    """Keep a reminder and put its mails into the outbox, unless another process did."""
    sent = {"report": report.id, "kind": due.kind, "number": due.number}
    with atomic():
        row = {**sent, "sent_at": at}
        if not ReportReminder.insert(row).on_conflict_ignore().as_rowcount().execute():
            return False
        for person in _readers(report, due.kind):
            facts = {"reference": report.reference, "slug": report.slug}
            facts |= {"name": person.name, "due_on": report.due_on.isoformat()}
            template = f"report_{due.kind.value}"
            outbox.put_mail(person.email, template, person.language, at, **facts)
    return True


def _readers(report: Report, kind: ReminderKind) -> "ModelSelect[Person]":
    reached = Person.confirmed_at.is_null(False) & Person.disabled_at.is_null()  # noqa: FBT003 - peewee's own
    return Person.select().where(reached & _side(report, kind)).order_by(Person.email)


def _side(report: Report, kind: ReminderKind) -> Expression:
    if kind not in OFFICE:
        return Person.partner == report.partner_id
    roles = [*OFFICE[kind]]
    if kind is ReminderKind.UNANSWERED and awaits_finance(report, finished([report])):
        roles.append(Role.FINANCE_OFFICER)
    holders = Grant.select(Grant.person).where(Grant.role.in_(roles))
    return Person.id.in_(holders)
