"""Accounts: registering, confirming an address, signing in, and what a person may do."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.policy import Actor, SeatFacts
from portal.models import Grant, Person, Seat, SignIn

SESSION_LENGTH = timedelta(hours=12)
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2 hash of a password."""
    return _hasher.hash(password)


def password_fits(person: Person | None, password: str) -> bool:
    """Say whether the password is the person's; as slow for nobody as for somebody."""
    try:
        _hasher.verify(person.password_hash if person else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return person is not None


def token_hash(token: str) -> str:
    """Return what the database keeps of a token: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_email(email: str) -> Person | None:
    """Find a person by address, however it was typed."""
    return Person.get_or_none(Person.email == email.strip().casefold())


def actor_of(person: Person) -> Actor:
    """Return the person as the rules see them: roles, partner, seats."""
    roles = frozenset(grant.role for grant in Grant.select().where(Grant.person == person))
    seats = {
        seat.call_id: SeatFacts(seat.kind, seat.declared_at is not None, seat.conflict)
        for seat in Seat.select().where(Seat.person == person)
    }
    return Actor(person.id, person.name, roles, person.partner_id, seats)


def sign_in(email: str, password: str, at: datetime) -> str | None:
    """Check address and password; return the token of a new sign-in, or None."""
    person = by_email(email)
    if not password_fits(person, password) or person is None:
        return None
    if person.confirmed_at is None or person.disabled_at is not None:
        return None
    return open_sign_in(person, at)


def open_sign_in(person: Person, at: datetime) -> str:
    """Make a sign-in row for a person and return its token."""
    token = secrets.token_urlsafe(32)
    with atomic():
        SignIn.create(
            person=person,
            token_hash=token_hash(token),
            created_at=at,
            seen_at=at,
            expires_at=at + SESSION_LENGTH,
        )
    return token


def signed_in(token: str, at: datetime) -> tuple[Actor, str] | None:
    """Return who holds the token of a live sign-in, and their language."""
    row = (
        SignIn.select(SignIn, Person)
        .join(Person)
        .where(
            (SignIn.token_hash == token_hash(token))
            & SignIn.revoked_at.is_null()
            & (SignIn.expires_at > at)
            & Person.disabled_at.is_null()
        )
        .first()
    )
    return None if row is None else (actor_of(row.person), row.person.language)


def sign_out(token: str, at: datetime) -> None:
    """Revoke the sign-in of a token."""
    SignIn.update(revoked_at=at).where(SignIn.token_hash == token_hash(token)).execute()


def revoke_all(person_id: UUID, at: datetime) -> None:
    """Revoke every sign-in of a person, on every browser."""
    SignIn.update(revoked_at=at).where(
        (SignIn.person == person_id) & SignIn.revoked_at.is_null()
    ).execute()


def grant(person: Person, *roles: Role) -> None:
    """Give a person roles."""
    for role in roles:
        Grant.get_or_create(person=person, role=role)
