"""Reminders to those whose signature a contract waits for: the partner's, then IOM's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import Contract, ContractVersion, Grant, Person, Signature
from portal.services import outbox
from portal.services.office_reminders import noted

if TYPE_CHECKING:
    from peewee import ModelSelect


def remind(at: datetime, after: timedelta) -> int:
    """Mail those who have not signed longer than ``after``; return on how many contracts."""
    since = at - after
    offered = ContractVersion.select(ContractVersion.contract)
    signed = Signature.select(Signature.contract)
    waiting = (
        *_waiting(ContractState.APPROVED, offered.where(ContractVersion.offered_at > since)),
        *_waiting(ContractState.PARTNER_SIGNED, signed.where(Signature.signed_at > since)),
    )
    return sum(_send(each, at, since) for each in waiting)


def _waiting(state: ContractState, lately: "ModelSelect[Any]") -> list[Contract]:
    """Return the contracts in a state that did not come to it lately."""
    query = Contract.select().where((Contract.state == state) & Contract.id.not_in(lately))
    return list(query.order_by(Contract.reference))


def _send(contract: Contract, at: datetime, since: datetime) -> bool:
    facts = {"reference": contract.reference, "slug": contract.slug}
    with atomic():
        if not noted(contract.id, at, since):
            return False
        for person in _people(contract):
            given = {"name": person.name, **facts}
            outbox.put_mail(person.email, "contract_unsigned", person.language, at, **given)
    return True


def _people(contract: Contract) -> Iterable[Person]:
    """Return the signatories of the partner while it has the pen, then the heads of office."""
    theirs = contract.state is ContractState.APPROVED
    role = Role.PARTNER_SIGNATORY if theirs else Role.HEAD_OF_OFFICE
    holders = Grant.select(Grant.person).where(Grant.role == role)
    reached = Person.id.in_(holders) & Person.disabled_at.is_null()
    if theirs:
        reached &= Person.partner == contract.partner_id
    return list(Person.select().where(reached).order_by(Person.email))
