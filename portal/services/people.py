"""The people with an account, as an administrator looks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from peewee import JOIN, Expression, fn

from portal.domain.actions import Action, Role
from portal.domain.policy import Actor, require
from portal.models import Grant, Partner, Person, SecondFactor, SignIn
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect

SIZE = 50
SILENT = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """What an administrator looks for; empty parts fit everybody. ``page`` counts from 1."""

    text: str = ""
    role: str = ""
    state: str = ""
    factor: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything was asked for."""
        return replace(self, page=1) != Wanted()

    def address(self, page: int) -> dict[str, str]:
        """Return the parts of an address that asks for the same on another page."""
        parts = {**asdict(self), "page": str(page)}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Row:
    """One person with what the list shows."""

    person: Person
    roles: Sequence[Role]
    last: datetime | None
    secured: bool

    @property
    def state(self) -> str:
        """Where the account stands."""
        return state(self.person)


@dataclass(frozen=True)
class Page:
    """One page of the list, and how many people fit in all."""

    rows: Sequence[Row]
    count: int
    number: int

    @property
    def earlier(self) -> int:
        """The number of the page before, 0 at the beginning."""
        return self.number - 1

    @property
    def later(self) -> int:
        """The number of the next page, 0 at the end."""
        return self.number + 1 if self.number * SIZE < self.count else 0


def by_id(person_id: UUID) -> Person:
    """Find a person with their partner, or refuse with ``NotFound``."""
    person: Person | None = _people().where(Person.id == person_id).first()
    return found(person)


def _people() -> "ModelSelect[Person]":
    return Person.select(Person, Partner).join(Partner, JOIN.LEFT_OUTER)


def listed(wanted: Wanted, by: Actor, at: datetime) -> Page:
    """Return the people who fit, by name, a page at a time."""
    require(by, Action.SEE_ACCOUNTS)
    query = _people()
    for rule in _rules(wanted, at):
        query = query.where(rule)
    shown = list(query.order_by(Person.name, Person.email).paginate(wanted.page, SIZE))
    return Page(_rows(shown), query.count(), wanted.page)


def _rules(wanted: Wanted, at: datetime) -> list[Expression]:
    rules = []
    if wanted.text:
        named = Person.name.contains(wanted.text) | Person.email.contains(wanted.text)
        rules.append(named | Partner.name.contains(wanted.text))
    if wanted.role:
        rules.append(Person.id.in_(Grant.select(Grant.person).where(Grant.role == wanted.role)))
    if wanted.factor:
        secured = Person.id.in_(SecondFactor.select(SecondFactor.person).where(_is_set()))
        rules.append(secured if wanted.factor == "with" else ~secured)
    if wanted.state:
        rules.append(_states(at)[wanted.state])
    return rules


def _is_set() -> Expression:
    return SecondFactor.set_at.is_null(is_null=False)


def _states(at: datetime) -> dict[str, Expression]:
    confirmed = Person.confirmed_at.is_null(is_null=False)
    seen = SignIn.select(SignIn.person).where(
        (SignIn.half == 0) & (SignIn.created_at > at - SILENT)
    )
    able = Person.disabled_at.is_null() & confirmed
    return {
        "open": able,
        "waiting": Person.disabled_at.is_null() & Person.confirmed_at.is_null(),
        "closed": Person.disabled_at.is_null(is_null=False),
        "silent": able & Person.id.not_in(seen),
    }


STATES = ("open", "waiting", "closed", "silent")


def state(person: Person) -> str:
    """Return where an account stands: open, waiting for its first sign-in, or closed."""
    if person.disabled_at is not None:
        return "closed"
    return "open" if person.confirmed_at is not None else "waiting"


def _rows(people: Sequence[Person]) -> list[Row]:
    keys = [person.id for person in people]
    roles: dict[UUID, list[Role]] = {key: [] for key in keys}
    for grant in Grant.select().where(Grant.person.in_(keys)).order_by(Grant.role):
        roles[grant.person_id].append(grant.role)
    mine = SecondFactor.select().where(SecondFactor.person.in_(keys) & _is_set())
    secured = {row.person_id for row in mine}
    last = last_seen(keys)
    return [Row(each, roles[each.id], last.get(each.id), each.id in secured) for each in people]


def last_seen(keys: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each of these people last signed in."""
    whole = SignIn.person.in_(keys) & (SignIn.half == 0)
    latest = SignIn.select(SignIn.person, fn.MAX(SignIn.created_at)).where(whole)
    rows = latest.group_by(SignIn.person).tuples()
    return dict(cast("Iterable[tuple[UUID, datetime]]", rows))


def grants(person: Person) -> list[Grant]:
    """Return the roles of a person, with the last day of each that has one."""
    return list(Grant.select().where(Grant.person == person).order_by(Grant.role))


def sign_ins(person: Person, at: datetime) -> list[SignIn]:
    """Return the live sign-ins of a person, newest first."""
    live = SignIn.revoked_at.is_null() & (SignIn.expires_at > at) & (SignIn.half == 0)
    query = SignIn.select().where((SignIn.person == person) & live)
    return list(query.order_by(SignIn.created_at.desc()))
