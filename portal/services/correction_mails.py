"""Mail about corrections of accepted figures: to who decides, then to who asked."""

from collections.abc import Iterable
from datetime import datetime

from portal.domain.actions import Role
from portal.models import FigureCorrection, Grant, Person
from portal.services import outbox

DECIDERS = (Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE)


def proposed(correction: FigureCorrection, at: datetime) -> None:
    """Tell those who may decide, all but the one who asks."""
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(DECIDERS)))
    others = Person.id.in_(holders) & (Person.id != correction.asked_by_id)
    _send(correction, Person.select().where(others), "correction_proposed", at)


def decided(correction: FigureCorrection, at: datetime, *, approved: bool) -> None:
    """Tell who asked, and the partner whose figure it is."""
    partner = correction.report.partner_id
    told = (Person.id == correction.asked_by_id) | (Person.partner == partner)
    template = "correction_approved" if approved else "correction_refused"
    _send(correction, Person.select().where(told), template, at)


def _send(
    correction: FigureCorrection, people: Iterable[Person], template: str, at: datetime
) -> None:
    report = correction.report
    facts = {"reference": report.reference, "slug": report.slug, "id": str(correction.id)}
    reached = [each for each in people if each.confirmed_at and not each.disabled_at]
    for person in reached:
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)
