"""Accounts of the office, its committee members and government representatives."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor
from portal.models import Grant, Person
from portal.services import accounts, events


def holders(role: Role) -> list[Person]:
    """Return the people with a role whose accounts are open, by address."""
    able = Grant.select(Grant.person).where(Grant.role == role)
    query = Person.select().where(Person.id.in_(able) & Person.disabled_at.is_null())
    return list(query.order_by(Person.email))


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody who gets an account."""

    email: str
    name: str
    language: str
    roles: tuple[Role, ...]
    partner_id: UUID | None = None


def add_person(new: NewPerson, password: str, by: Actor, at: datetime) -> Person:
    """Open a confirmed account with its roles; refuse an address that has one already."""
    return _add(new, password, by, at, confirmed_at=at)


def add_invited(new: NewPerson, by: Actor, at: datetime) -> Person:
    """Open an account that nobody can sign in to before its address is confirmed."""
    return _add(new, secrets.token_urlsafe(32), by, at)


def _add(new: NewPerson, password: str, by: Actor, at: datetime, **facts: datetime) -> Person:
    address = new.email.strip().casefold()
    with atomic():
        if Person.get_or_none(Person.email == address) is not None:
            raise RuleBroken("address_taken", "email")
        person = Person.create(
            email=address,
            name=new.name,
            password_hash=accounts.hash_password(password),
            language=new.language,
            partner=new.partner_id,
            created_at=at,
            **facts,
        )
        accounts.grant(person, *new.roles)
        events.record(by, "person.added", person, at, roles=[role.value for role in new.roles])
    return person
