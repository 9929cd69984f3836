"""Mail about amendments: to those who approve, to the partner, back to those who wrote."""

from collections.abc import Iterable
from datetime import datetime

from portal.domain.actions import PARTNER_ROLES, Role
from portal.models import ContractAmendment, Person
from portal.services import contract_people, outbox

SIGNATORY = (Role.PARTNER_SIGNATORY,)


def _facts(amendment: ContractAmendment) -> dict[str, str]:
    return {"reference": amendment.reference, "key": str(amendment.id)}


def to_holders(amendment: ContractAmendment, role: Role, template: str, at: datetime) -> None:
    """Mail everybody in the office who holds a role."""
    contract_people.tell_office(amendment.contract, (role,), template, at, **_facts(amendment))


def to_partner(
    amendment: ContractAmendment,
    template: str,
    at: datetime,
    roles: Iterable[Role] = PARTNER_ROLES,
) -> None:
    """Mail the people of the partner who hold one of the roles."""
    contract_people.tell_partner(amendment.contract, template, at, roles, **_facts(amendment))


def to_writer(amendment: ContractAmendment, template: str, at: datetime) -> None:
    """Mail the person who began the amendment."""
    person = Person.get_by_id(amendment.author_id)
    if person.disabled_at is None:
        told = {"name": person.name, **_facts(amendment)}
        outbox.put_mail(person.email, template, person.language, at, **told)
