"""The second factor of a person: set up, asked for when signing in, taken off.

Who has one signs in with the password and a code of their authenticator, or one of ten
recovery codes. Codes go by the real time, not by the clock that development mode can move.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from peewee import Expression

from portal.db import atomic
from portal.domain import seal_keys
from portal.domain import second_factor as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.models import Person, RecoveryCode, SecondFactor, SignIn
from portal.services import accounts, clock, events, house_secret, outbox
from portal.services.accounts import SESSION_LENGTH, token_hash

SET_UP_LENGTH = timedelta(minutes=15)
"""How long a secret that is shown waits for its first code."""
MOST_FAILURES: Final = 5
"""After so many wrong codes a half sign-in ends, and the person is told."""
MAIL = "second_factor"


@dataclass(frozen=True)
class Proof:
    """What is asked once more before a second factor changes: the password and a code."""

    password: str
    code: str


def of(person_id: UUID | None) -> SecondFactor | None:
    """Return the second factor of a person; None while none is confirmed."""
    row: SecondFactor | None = SecondFactor.get_or_none(
        (SecondFactor.person == person_id) & SecondFactor.set_at.is_null(is_null=False)
    )
    return row


def codes_left(person_id: UUID | None) -> int:
    """Return how many recovery codes of a person were not used yet."""
    return int(RecoveryCode.select().where(_unused(person_id)).count())


def _unused(person_id: UUID | None) -> Expression:
    return (RecoveryCode.person == person_id) & RecoveryCode.used_at.is_null()


def begin(by: Actor, password: str, at: datetime) -> None:
    """Make the secret that the set-up page shows; asks the password of the account again."""
    require(by, Action.SECURE_ACCOUNT)
    accounts.require_own_password(by, password)
    with atomic():
        Person.update(name=Person.name).where(Person.id == by.person_id).execute()
        if of(by.person_id) is not None:
            raise RuleBroken("second_factor_there")
        SecondFactor.delete().where(SecondFactor.person == by.person_id).execute()
        locked = _locked(rules.new_secret(), by.person_id)
        SecondFactor.create(person=by.person_id, secret=locked, begun_at=at)


def offered(by: Actor, at: datetime) -> str:
    """Return the secret that waits for its first code, empty when none does any more."""
    row = SecondFactor.get_or_none(
        (SecondFactor.person == by.person_id)
        & SecondFactor.set_at.is_null()
        & (SecondFactor.begun_at > at - SET_UP_LENGTH)
    )
    return _secret(row) if row else ""


def confirm(by: Actor, typed: str, token: str, at: datetime) -> list[str]:
    """Let the second factor count from its first code on; return the recovery codes.

    Every other sign-in of the person ends; the one of the token counts as made by a code.
    """
    require(by, Action.SECURE_ACCOUNT)
    person = accounts.person_of(by)
    secret = offered(by, at)
    if not secret:
        raise RuleBroken("second_factor_begin")
    step = rules.fitting_step(secret, typed, clock.unmoved(at), 0)
    if step is None:
        raise RuleBroken("second_factor_wrong", "code")
    with atomic():
        _set(person, step, at)
        accounts.revoke_all(person.id, at, token)
        _mark_shown(person, token)
        return _new_codes(person, "second_factor_set", at)


def _set(person: Person, step: int, at: datetime) -> None:
    waiting = (SecondFactor.person == person) & SecondFactor.set_at.is_null()
    if SecondFactor.update(set_at=at, last_step=step).where(waiting).execute() != 1:
        raise RuleBroken("second_factor_begin")


def _mark_shown(person: Person, token: str) -> None:
    here = (SignIn.person == person) & (SignIn.token_hash == token_hash(token))
    SignIn.update(second_factor=True).where(here).execute()


def renew_codes(by: Actor, proof: Proof, at: datetime) -> list[str]:
    """Make new recovery codes in the place of the present ones, and return them."""
    require(by, Action.SECURE_ACCOUNT)
    person = _proved(by, proof)
    with atomic():
        _require_code(person, proof.code, at)
        return _new_codes(person, "recovery_codes_made", at)


def remove(by: Actor, proof: Proof, at: datetime) -> None:
    """Take the second factor off one's own account, with the password and a last code."""
    require(by, Action.SECURE_ACCOUNT)
    person = _proved(by, proof)
    with atomic():
        _require_code(person, proof.code, at)
        forget(person)
        SignIn.update(second_factor=False).where(SignIn.person == person).execute()
        _told(by, person, "second_factor_removed", at)


def forget(person: Person) -> None:
    """Delete what the second factor of a person is checked against; within a transaction."""
    SecondFactor.delete().where(SecondFactor.person == person).execute()
    RecoveryCode.delete().where(RecoveryCode.person == person).execute()


def _proved(by: Actor, proof: Proof) -> Person:
    accounts.require_own_password(by, proof.password)
    if of(by.person_id) is None:
        raise RuleBroken("second_factor_none")
    return accounts.person_of(by)


def _require_code(person: Person, typed: str, at: datetime) -> None:
    if not _takes(person, typed, at):
        raise RuleBroken("second_factor_wrong", "code")


def _new_codes(person: Person, change: str, at: datetime) -> list[str]:
    RecoveryCode.delete().where(RecoveryCode.person == person).execute()
    codes = rules.new_recovery_codes()
    for each in codes:
        RecoveryCode.create(person=person, code_hash=token_hash(each), made_at=at)
    _told(accounts.actor_of(person), person, change, at)
    return codes


def _told(by: Actor, person: Person, change: str, at: datetime, **facts: int) -> None:
    """Record the change and let the person know of it by mail."""
    events.record(by, f"person.{change}", person, at, **facts)
    outbox.put_mail(
        person.email, MAIL, person.language, at, name=person.name, change=change, **facts
    )


def waiting(half: str, at: datetime) -> SignIn | None:
    """Return the half sign-in of a token while it waits for its code."""
    live = SignIn.revoked_at.is_null() & (SignIn.expires_at > at) & (SignIn.half == 1)
    mine = (SignIn.token_hash == token_hash(half)) & Person.disabled_at.is_null()
    row: SignIn | None = SignIn.select(SignIn, Person).join(Person).where(mine & live).first()
    return row


def finish(half: str, typed: str, at: datetime, length: timedelta = SESSION_LENGTH) -> str:
    """Make a half sign-in whole by a code of the authenticator or a recovery code.

    Return the token of the whole one. A wrong code is counted, and five end the half one.
    """
    row = waiting(half, at)
    if row is None:
        raise RuleBroken("half_sign_in_over")
    with atomic():
        if _takes(row.person, typed, at):
            return _whole(row, at, length)
        over = _count_failure(row, at)
    if over:
        raise RuleBroken("half_sign_in_over")
    raise RuleBroken("second_factor_wrong", "code")


def _whole(row: SignIn, at: datetime, length: timedelta) -> str:
    mine = (SignIn.id == row.id) & SignIn.revoked_at.is_null()
    if SignIn.update(revoked_at=at).where(mine).execute() != 1:
        raise RuleBroken("half_sign_in_over")
    return accounts.put_sign_in(row.person, at, length, second_factor=True)


def _count_failure(row: SignIn, at: datetime) -> bool:
    """Count a wrong code; end the half sign-in at the last one, and say whether it did."""
    mine = (SignIn.id == row.id) & SignIn.revoked_at.is_null()
    SignIn.update(failures=SignIn.failures + 1).where(mine).execute()
    spent = mine & (SignIn.failures >= MOST_FAILURES)
    if SignIn.update(revoked_at=at).where(spent).execute() != 1:
        return False
    _told(accounts.actor_of(row.person), row.person, "second_factor_failed", at)
    return True


def _takes(person: Person, typed: str, at: datetime) -> bool:
    """Use up a code of a step not used yet, or a recovery code; say whether it fits."""
    return _takes_step(person, typed, at) or _takes_recovery(person, typed, at)


def _takes_step(person: Person, typed: str, at: datetime) -> bool:
    row = of(person.id)
    if row is None:
        return False
    real = clock.unmoved(at)
    step = rules.fitting_step(_secret(row), typed, real, row.last_step)
    if step is None:
        return False
    later = (SecondFactor.id == row.id) & (SecondFactor.last_step < step)
    return bool(SecondFactor.update(last_step=step).where(later).execute() == 1)


def _takes_recovery(person: Person, typed: str, at: datetime) -> bool:
    same = RecoveryCode.code_hash == token_hash(rules.bare(typed))
    if RecoveryCode.update(used_at=at).where(_unused(person.id) & same).execute() != 1:
        return False
    left = codes_left(person.id)
    _told(accounts.actor_of(person), person, "recovery_code_used", at, left=left)
    return True


def _locked(secret: str, person_id: UUID | None) -> str:
    return seal_keys.lock_with_secret(house_secret.get(), secret.encode(), _context(person_id))


def _secret(row: SecondFactor) -> str:
    """Return the secret in clear; empty, so that no code fits, where the lock was changed."""
    try:
        key = house_secret.get()
        return seal_keys.unlock_with_secret(key, row.secret, _context(row.person_id)).decode()
    except RuleBroken:
        return ""


def _context(person_id: UUID | None) -> str:
    return f"second factor of {person_id}"
