"""Mails about an instalment: to those who act next in the office, and to the partner."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.domain.actions import Role
from portal.models import Grant, Person
from portal.services import outbox
from portal.services.instalment_finding import Case

if TYPE_CHECKING:
    from peewee import ModelSelect

_PARTNER = (Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)


def to_office(case: Case, template: str, role: Role, at: datetime) -> None:
    """Mail everybody of a role in the office."""
    holders = Grant.select(Grant.person).where(Grant.role == role)
    _mail(case, template, Person.select().where(Person.id.in_(holders)), at)


def to_partner(case: Case, template: str, at: datetime) -> None:
    """Mail the owners and signatories of the partner."""
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(_PARTNER)))
    own = (Person.partner == case.partner_id) & Person.id.in_(holders)
    _mail(case, template, Person.select().where(own), at)


def _mail(case: Case, template: str, people: "ModelSelect[Person]", at: datetime) -> None:
    facts = {"reference": case.reference, "instalment": str(case.instalment.id)}
    for person in people.where(Person.disabled_at.is_null()).order_by(Person.email):
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)
