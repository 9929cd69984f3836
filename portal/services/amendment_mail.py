"""Mail about amendments: to those who approve, to the partner, back to those who wrote."""

from collections.abc import Iterable
from datetime import datetime

from portal.domain.actions import PARTNER_ROLES, Role
from portal.models import ContractAmendment, Grant, Person
from portal.services import outbox

SIGNATORY = (Role.PARTNER_SIGNATORY,)


def to_holders(amendment: ContractAmendment, role: Role, template: str, at: datetime) -> None:
    """Mail everybody in the office who holds a role."""
    holders = Grant.select(Grant.person).where(Grant.role == role)
    people = Person.select().where(Person.id.in_(holders) & Person.disabled_at.is_null())
    _send(amendment, people.order_by(Person.email), template, at)


def to_partner(
    amendment: ContractAmendment,
    template: str,
    at: datetime,
    roles: Iterable[Role] = PARTNER_ROLES,
) -> None:
    """Mail the people of the partner who hold one of the roles."""
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(roles)))
    people = Person.select().where(
        (Person.partner == amendment.partner_id)
        & Person.id.in_(holders)
        & Person.disabled_at.is_null()
    )
    _send(amendment, people.order_by(Person.email), template, at)


def to_writer(amendment: ContractAmendment, template: str, at: datetime) -> None:
    """Mail the person who began the amendment."""
    people = Person.select().where(
        (Person.id == amendment.author_id) & Person.disabled_at.is_null()
    )
    _send(amendment, people, template, at)


def _send(
    amendment: ContractAmendment, people: Iterable[Person], template: str, at: datetime
) -> None:
    facts = {"reference": amendment.reference, "key": str(amendment.id)}
    for person in people:
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)
