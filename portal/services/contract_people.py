"""Mail about a contract: to roles in the office, to people of the partner."""

from collections.abc import Iterable
from datetime import datetime

from portal.domain.actions import PARTNER_ROLES, Role
from portal.models import Contract, Grant, Person
from portal.services import outbox

OFFICE = (Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)


def tell_office(
    contract: Contract, roles: Iterable[Role], template: str, at: datetime, **facts: object
) -> None:
    """Mail everybody in the office who holds one of the roles."""
    _send(contract, _holding(roles), template, at, **facts)


def tell_partner(
    contract: Contract,
    template: str,
    at: datetime,
    roles: Iterable[Role] = PARTNER_ROLES,
    **facts: object,
) -> None:
    """Mail the people of the partner who hold one of the roles."""
    theirs = [each for each in _holding(roles) if each.partner_id == contract.partner_id]
    _send(contract, theirs, template, at, **facts)


def _holding(roles: Iterable[Role]) -> list[Person]:
    holders = Grant.select(Grant.person).where(Grant.role.in_(list(roles)))
    active = Person.id.in_(holders) & Person.disabled_at.is_null()
    return list(Person.select().where(active).order_by(Person.email))


def _send(
    contract: Contract,
    people: Iterable[Person],
    template: str,
    at: datetime,
    **facts: object,
) -> None:
    told = {"reference": contract.reference, "slug": contract.slug, **facts}
    for person in people:
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **told)
