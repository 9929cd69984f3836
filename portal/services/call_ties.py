"""Whether the holder of a seat is tied to a partner, and so must not judge."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from portal.domain.actions import PARTNER_ROLES, SEAT_ROLES
from portal.models import Grant, Person

PUBLIC_MAIL = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "yahoo.com",
        "yahoo.fr",
        "yandex.com",
        "ymail.com",
    }
)
"""Domains of mail that anybody can have; the house's list."""


def tied(people: Iterable[Person]) -> frozenset[UUID]:
    """Return the keys of those who belong to a partner or write from a partner's mail domain.

    A domain that staff of the house use, or that anybody can have, tells nothing.
    """
    asked = list(people)
    if not asked:
        return frozenset()
    held = Grant.select().where(Grant.person.in_(asked) & Grant.role.in_(list(PARTNER_ROLES)))
    inside = {each.person_id for each in held}
    foreign = _domains_of_partners({domain_of(each) for each in asked} - PUBLIC_MAIL)
    return frozenset(
        each.id
        for each in asked
        if each.partner_id or each.id in inside or domain_of(each) in foreign
    )


def domain_of(person: Person) -> str:
    """Return the part of a mail address after the at sign, in small letters."""
    return person.email.rpartition("@")[2].lower()


def _domains_of_partners(domains: set[str]) -> set[str]:
    if not domains:
        return set()
    able = Grant.select(Grant.person).where(Grant.role.not_in([*PARTNER_ROLES, *SEAT_ROLES]))
    same = reduce(or_, (Person.email.endswith(f"@{each}") for each in sorted(domains)))
    of_partners = Person.select(Person.email).where(
        same & Person.partner.is_null(is_null=False)
    )
    of_house = Person.select(Person.email).where(same & Person.id.in_(able))
    return {domain_of(each) for each in of_partners} - {domain_of(each) for each in of_house}
