"""Accounts: registering, confirming an address, signing in, and what a person may do."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from threading import BoundedSemaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from peewee import Expression

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.passwords import broken_rules
from portal.domain.policy import Actor, SeatFacts, require
from portal.models import Grant, MailToken, Person, Seat, SecondFactor, SignIn
from portal.services import events, invitations, outbox
from portal.services.prepared import Prepared
from portal.services.steps import found

SESSION_LENGTH = timedelta(hours=12)
HALF_LENGTH = timedelta(minutes=10)
"""How long a right password waits for the code of the second factor."""
CONFIRM = "confirm"
RESET = "reset"
JOIN = "join"
LINK_LENGTH = {CONFIRM: timedelta(days=3), RESET: timedelta(hours=1)}
_turns = BoundedSemaphore(2)
"""So many passwords are tried at once in a process: each takes 64 MiB and a core."""
_set = {"passes": 3, "memory": 64}


def use(passes: int, memory: int) -> None:
    """Set what a new hash of a password costs with Argon2id: passes, and MiB of memory."""
    _set.update(passes=passes, memory=memory)


@lru_cache(maxsize=4)
def _hasher(passes: int, memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory * 1024)


@lru_cache(maxsize=4)
def _nobody(passes: int, memory: int) -> str:
    return _hasher(passes, memory).hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2 hash of a password."""
    with _turns:
        return _hasher(**_set).hash(password)


def password_fits(person: Person | None, password: str) -> bool:
    """Say whether the password is the person's; as slow for nobody as for somebody."""
    try:
        with _turns:
            kept = person.password_hash if person else _nobody(**_set)
            _hasher(**_set).verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
    return person is not None


def token_hash(token: str) -> str:
    """Return what the database keeps of a token: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_id(person_id: UUID | None) -> Person:
    """Find the person with a key, or refuse with ``NotFound``."""
    return found(None if person_id is None else _by_id.first(person_id))


_by_id: Prepared[Person] = Prepared(lambda key: Person.select().where(Person.id == key))


def by_email(email: str) -> Person | None:
    """Find a person by address, however it was typed."""
    return Person.get_or_none(Person.email == email.strip().casefold())


def actor_of(person: Person) -> Actor:
    """Return the person as the rules see them: roles, partner, seats."""
    roles = frozenset(grant.role for grant in _grants(person.id))
    seats = {seat.call_id: _facts(seat) for seat in _seats(person.id)}
    invited = invitations.invited(person.partner_id)
    return Actor(person.id, person.name, roles, person.partner_id, seats, invited=invited)


def _facts(seat: Seat) -> SeatFacts:
    return SeatFacts(
        seat.kind,
        seat.declared_at is not None,
        seat.conflict,
        seat.chair,
        frozenset(map(UUID, seat.lots_shut)),
        seat.reads_proposals,
        seat.left_at is not None,
    )


_grants: Prepared[Grant] = Prepared(
    lambda key: Grant.select(Grant.role).where(Grant.person == key)
)
_seats: Prepared[Seat] = Prepared(lambda key: Seat.select().where(Seat.person == key))


def person_of(actor: Actor) -> Person:
    """Return the record of the person acting; only for somebody who is signed in."""
    require(actor, Action.USE_ACCOUNT)
    return by_id(actor.person_id)


def sign_in(
    email: str, password: str, at: datetime, length: timedelta = SESSION_LENGTH
) -> str | None:
    """Check address and password; return the token of a new sign-in, or None.

    Of who has a second factor it is half a sign-in, which ``second_factor.finish`` makes whole.
    """
    person = by_email(email)
    if not password_fits(person, password) or person is None:
        return None
    if person.confirmed_at is None or person.disabled_at is not None:
        return None
    return open_sign_in(person, at, length)


def open_sign_in(person: Person, at: datetime, length: timedelta = SESSION_LENGTH) -> str:
    """Make a sign-in for a person, half of one where they have a second factor."""
    half = has_second_factor(person.id)
    return put_sign_in(person, at, min(length, HALF_LENGTH) if half else length, half=half)


def put_sign_in(person: Person, at: datetime, length: timedelta, **facts: bool) -> str:
    """Make a sign-in row for a person and return its token."""
    token = secrets.token_urlsafe(32)
    with atomic():
        SignIn.create(
            person=person,
            token_hash=token_hash(token),
            created_at=at,
            seen_at=at,
            expires_at=at + length,
            **facts,
        )
    return token


def has_second_factor(person_id: UUID) -> bool:
    """Say whether a person has set up a second factor."""
    return _factor.first(person_id) is not None


_factor: Prepared[SecondFactor] = Prepared(
    lambda key: SecondFactor.select(SecondFactor.id).where(
        (SecondFactor.person == key) & SecondFactor.set_at.is_null(is_null=False)
    )
)


def signed_in(token: str, at: datetime) -> tuple[Actor, str, bool] | None:
    """Return who holds the token of a live and whole sign-in, their language, and if by a code.

    The last says whether the second factor was shown.
    """
    row = _live.first(token_hash(token), at)
    if row is None:
        return None
    return actor_of(row.person), row.person.language, row.second_factor


_live: Prepared[SignIn] = Prepared(
    lambda hashed, at: (
        SignIn.select(SignIn, Person)
        .join(Person)
        .where(
            (SignIn.token_hash == hashed)
            & (SignIn.half == 0)
            & SignIn.revoked_at.is_null()
            & (SignIn.expires_at > at)
            & Person.disabled_at.is_null()
        )
    )
)


def sign_out(token: str, at: datetime) -> None:
    """Revoke the sign-in of a token."""
    SignIn.update(revoked_at=at).where(SignIn.token_hash == token_hash(token)).execute()


def revoke_all(person_id: UUID, at: datetime, keep: str = "") -> None:
    """Revoke every sign-in of a person, on every browser but the one with the token kept."""
    SignIn.update(revoked_at=at).where(
        (SignIn.person == person_id)
        & SignIn.revoked_at.is_null()
        & (SignIn.token_hash != token_hash(keep))
    ).execute()


def open_sign_ins(actor: Actor, token: str, at: datetime) -> list[tuple[SignIn, bool]]:
    """Return the live sign-ins of the actor, newest first; True marks the one of the token."""
    live = SignIn.revoked_at.is_null() & (SignIn.expires_at > at) & (SignIn.half == 0)
    rows = SignIn.select().where((SignIn.person == actor.person_id) & live)
    here = token_hash(token)
    return [(row, row.token_hash == here) for row in rows.order_by(SignIn.created_at.desc())]


def choose_language(actor: Actor, language: str) -> None:
    """Keep the language a person reads; mails to them are written in it."""
    require(actor, Action.USE_ACCOUNT)
    Person.update(language=language).where(Person.id == actor.person_id).execute()


def require_password(password: str, email: str, name: str, field: str) -> None:
    """Refuse a password that is too short or tells who chose it."""
    broken = broken_rules(password, email, name, field)
    if broken:
        raise RulesBroken(broken)


def send_link(
    person: Person,
    purpose: str,
    at: datetime,
    length: timedelta = timedelta(),
    **facts: str,
) -> None:
    """Mail a single-use link: to ``CONFIRM`` an address, ``RESET`` a password, or ``JOIN``.

    It works for a ``length`` or for as long as its purpose says; one to join ends earlier ones.
    """
    token = secrets.token_urlsafe(32)
    until = at + (length or LINK_LENGTH[purpose])
    earlier = (MailToken.person == person) & (MailToken.purpose == JOIN)
    with atomic():
        if purpose == JOIN:
            MailToken.update(used_at=at).where(earlier & MailToken.used_at.is_null()).execute()
        MailToken.create(
            person=person, purpose=purpose, token_hash=token_hash(token), expires_at=until
        )
        outbox.put_mail(
            person.email, purpose, person.language, at, name=person.name, token=token, **facts
        )


def ask_confirmation(email: str, at: datetime) -> None:
    """Mail a new link to confirm; silent when nobody with this address waits for one."""
    person = by_email(email)
    if person and person.confirmed_at is None and person.disabled_at is None:
        send_link(person, CONFIRM, at)


def ask_reset(email: str, at: datetime) -> None:
    """Mail a link to set a new password; silent when nobody has this address."""
    person = by_email(email)
    if person and person.disabled_at is None:
        send_link(person, RESET, at)


def link_works(token: str, purpose: str, at: datetime) -> bool:
    """Say whether a mailed link was not used yet and is not too old."""
    return MailToken.select().where(_usable(token, purpose, at)).exists()


def confirm(token: str, at: datetime, length: timedelta = SESSION_LENGTH) -> str:
    """Confirm the address a link was mailed to; return the token of a first sign-in."""
    with atomic():
        person = _use_link(token, CONFIRM, at)
        _confirm_address(person, at)
        return open_sign_in(person, at, length)


def join(token: str, password: str, at: datetime, length: timedelta = SESSION_LENGTH) -> str:
    """Set the first password of an account of the office; return the token of a sign-in."""
    hashed = hash_password(password)
    with atomic():
        person = _use_link(token, JOIN, at)
        require_password(password, person.email, person.name, "password")
        Person.update(password_hash=hashed).where(Person.id == person.id).execute()
        _confirm_address(person, at)
        return open_sign_in(person, at, length)


def reset(token: str, password: str, at: datetime) -> None:
    """Set a new password by a mailed link, and sign the person out everywhere.

    Who reads the mail owns the address, so an address not confirmed yet is confirmed too.
    """
    hashed = hash_password(password)
    with atomic():
        person = _use_link(token, RESET, at)
        require_password(password, person.email, person.name, "password")
        _keep_password(person, hashed, at)
        if person.confirmed_at is None:
            _confirm_address(person, at)


def change_password(by: Actor, present: str, new: str, at: datetime, keep: str) -> None:
    """Change the actor's password and sign them out everywhere but at the token kept."""
    person = person_of(by)
    if not password_fits(person, present):
        raise RuleBroken("password_wrong", "present")
    require_password(new, person.email, person.name, "new")
    hashed = hash_password(new)
    with atomic():
        _keep_password(person, hashed, at, keep)


def require_own_password(by: Actor, password: str, field: str = "password") -> None:
    """Refuse unless this is the actor's password, typed once more for a grave step."""
    if not password_fits(person_of(by), password):
        raise RuleBroken("own_password", field)


def _usable(token: str, purpose: str, at: datetime) -> Expression:
    unused = (MailToken.purpose == purpose) & MailToken.used_at.is_null()
    return (MailToken.token_hash == token_hash(token)) & unused & (MailToken.expires_at > at)


def _use_link(token: str, purpose: str, at: datetime) -> Person:
    used = MailToken.update(used_at=at).where(_usable(token, purpose, at)).execute()
    if used != 1:
        raise RuleBroken("link_over")
    person: Person = MailToken.get(MailToken.token_hash == token_hash(token)).person
    if person.disabled_at is not None:
        raise RuleBroken("link_over")
    return person


def _confirm_address(person: Person, at: datetime) -> None:
    Person.update(confirmed_at=at).where(Person.id == person.id).execute()
    events.record(actor_of(person), "person.confirmed", person, at)


def _keep_password(person: Person, hashed: str, at: datetime, keep: str = "") -> None:
    Person.update(password_hash=hashed).where(Person.id == person.id).execute()
    revoke_all(person.id, at, keep)
    SignIn.update(proved_at=None, proved_for=None).where(SignIn.person == person).execute()
    MailToken.update(used_at=at).where(
        (MailToken.person == person)
        & (MailToken.purpose == RESET)
        & MailToken.used_at.is_null()
    ).execute()
    events.record(actor_of(person), "person.password_changed", person, at)
    outbox.put_mail(person.email, "password_changed", person.language, at, name=person.name)


def grant(person: Person, *roles: Role) -> None:
    """Give a person roles."""
    for role in roles:
        Grant.get_or_create(person=person, role=role)  # type: ignore[no-untyped-call]
