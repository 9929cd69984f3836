"""Partners: registration and profile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, can, require
from portal.models import Grant, Partner, Person
from portal.services import accounts, events, outbox
from portal.services.prepared import Prepared
from portal.services.steps import found, save_version
from portal.services.todo import Item

NEEDED = (
    "name",
    "country",
    "city",
    "address",
    "registration",
    "founded",
    "mandate",
    "staff",
    "yearly_budget",
    "bank_holder",
    "key_people",
)
"""The fields of a profile that a proposal needs; acronym and website are free."""


@dataclass(frozen=True)
class Registration:
    """What a partner tells to get an account."""

    organisation: str
    country: str
    registration: str
    name: str
    email: str
    password: str
    language: str


def by_id(partner_id: UUID) -> Partner:
    """Find a partner, or refuse with ``NotFound``."""
    return found(_by_id.first(partner_id))


_by_id: Prepared[Partner] = Prepared(lambda key: Partner.select().where(Partner.id == key))


def register(
    wish: Registration, at: datetime, also: Callable[[Partner], None] | None = None
) -> None:
    """Make a partner with its first person and mail a link to confirm the address.

    An address that already has an account gets a mail that says so; nothing else tells.
    ``also`` is done with the new partner in the same transaction.
    """
    accounts.require_password(wish.password, wish.email, wish.name, "password")
    hashed = accounts.hash_password(wish.password)
    try:
        with atomic():
            partner = _create(wish, hashed, at)
            if also is not None:
                also(partner)
    except IntegrityError:
        tell_known(wish.email, at)


def _create(wish: Registration, hashed: str, at: datetime) -> Partner:
    partner = Partner.create(
        name=wish.organisation,
        country=wish.country,
        registration=wish.registration,
        language=wish.language,
        created_at=at,
    )
    person = Person.create(
        email=wish.email.strip().casefold(),
        name=wish.name,
        password_hash=hashed,
        language=wish.language,
        partner=partner,
        created_at=at,
    )
    accounts.grant(person, Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
    events.record(accounts.actor_of(person), "partner.registered", partner, at)
    accounts.send_link(person, accounts.CONFIRM, at)
    return partner


def tell_known(email: str, at: datetime) -> None:
    """Mail somebody who has an account that somebody registered with their address."""
    person = accounts.by_email(email)
    if person is None or person.disabled_at is not None:
        return
    if person.confirmed_at is None:
        accounts.send_link(person, accounts.CONFIRM, at)
        return
    with atomic():
        outbox.put_mail(person.email, "known", person.language, at, name=person.name)


def missing(partner: Partner) -> list[str]:
    """Name the fields of the profile that a proposal needs and that are still empty."""
    return [name for name in NEEDED if getattr(partner, name) in ("", None)]


def is_complete(partner: Partner) -> bool:
    """Say whether the profile holds all that a proposal needs."""
    return not missing(partner)


def team(partner: Partner) -> list[tuple[Person, list[Role]]]:
    """Return the people of a partner by name, each with their roles."""
    people = Person.select().where(Person.partner == partner).order_by(Person.name)
    roles: dict[UUID, list[Role]] = {person.id: [] for person in people}
    grants = Grant.select(Grant.person, Grant.role).join(Person)
    for grant in grants.where(Person.partner == partner).order_by(Grant.role):
        roles[grant.person_id].append(grant.role)
    return [(person, roles[person.id]) for person in people]


def change(
    partner: Partner, by: Actor, at: datetime, seen: int, profile: Mapping[str, object]
) -> None:
    """Save the profile if it is still in the version seen, else refuse with ``Conflict``."""
    require(by, Action.EDIT_PARTNER, partner)
    founded = profile.get("founded")
    if isinstance(founded, int) and founded > at.year:
        raise RuleBroken("founded_later", "founded", year=at.year)
    with atomic():
        save_version(partner, seen, profile)
        events.record(by, "partner.changed", partner, at)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Ask the partner's owner to complete the profile; the rest of the team waits for it."""
    if actor.partner_id is None:
        return []
    partner = by_id(actor.partner_id)
    if is_complete(partner):
        return []
    parts = {"partner_id": str(partner.id)}
    waiting = not can(actor, Action.EDIT_PARTNER, partner)
    word = "work.complete_profile"
    return [Item(word, "", partner.name, "partners.profile", parts, waiting=waiting)]
