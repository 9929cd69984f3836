"""The key of a person: made, replaced, and opened with a passphrase that only they know.

The portal keeps the private half locked and never the passphrase, so nobody can help who has
forgotten it: a new key is made, and what was sealed to the old one alone is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from peewee import Expression

from portal.db import atomic
from portal.domain import seal_keys
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import CallState
from portal.domain.passwords import broken_rules
from portal.domain.policy import Actor
from portal.domain.seal_keys import KeyPair
from portal.models import (
    Call,
    CallKey,
    KeyShare,
    Partner,
    PartnerKeyCopy,
    Person,
    PersonKey,
)
from portal.services import accounts, events, outbox
from portal.services.prepared import Prepared


@dataclass(frozen=True)
class Wish:
    """A new passphrase, and the password of the account, which is asked again."""

    passphrase: str
    password: str


@dataclass(frozen=True)
class LostShare:
    """A share of a call's key that goes with a person's key, and how many are left then."""

    call: Call
    left: int
    threshold: int


@dataclass(frozen=True)
class Losses:
    """What the actor cannot open any more once the key is replaced."""

    shares: Sequence[LostShare] = ()
    partner: Partner | None = None
    last_copy: bool = False


def of(person_id: UUID | None) -> PersonKey | None:
    """Return the present key of a person, or None."""
    return None if person_id is None else _of.first(person_id)


_of: Prepared[PersonKey] = Prepared(
    lambda key: PersonKey.select().where(
        (PersonKey.person == key) & PersonKey.replaced_at.is_null()
    )
)


def required(by: Actor) -> PersonKey:
    """Return the present key of the actor, or refuse because there is none."""
    key = of(by.person_id)
    if key is None:
        raise RuleBroken("person_key_missing")
    return key


def unlock(by: Actor, passphrase: str) -> KeyPair:
    """Return both halves of the actor's key; refused when the passphrase is wrong."""
    return seal_keys.pair_of(seal_keys.unlock(required(by).locked, passphrase))


def make(by: Actor, wish: Wish, at: datetime) -> PersonKey:
    """Make the first key of the actor, locked with the passphrase."""
    person = _identified(by, wish)
    made = _locked(wish)
    with atomic():
        Person.update(name=Person.name).where(Person.id == person.id).execute()
        if of(person.id) is not None:
            raise RuleBroken("person_key_there")
        key = _put(person, made, at)
        events.record(by, "person.key_made", person, at)
        return key


def replace(by: Actor, old_id: UUID | None, wish: Wish, at: datetime) -> PersonKey:
    """Make a new key in place of the present one; what was sealed to that alone is lost."""
    person = _identified(by, wish)
    made = _locked(wish)
    with atomic():
        present = _present(person.id) & (PersonKey.id == old_id)
        if PersonKey.update(replaced_at=at, locked={}).where(present).execute() != 1:
            raise RuleBroken("person_key_replaced")
        _let_go(PersonKey.get_by_id(old_id), by, at)
        key = _put(person, made, at)
        events.record(by, "person.key_replaced", person, at)
        outbox.put_mail(person.email, "key_replaced", person.language, at, name=person.name)
        return key


def fingerprint(key: PersonKey) -> str:
    """Return the short name of a key, for people to compare."""
    return seal_keys.fingerprint(seal_keys.raw(key.public))


def losses(key: PersonKey) -> Losses:
    """Return what is lost with a key: shares of calls' keys, and the copy of the partner's."""
    shares = [
        LostShare(each.call_key.call, _left(each.call_key) - 1, each.call_key.threshold)
        for each in _shares_on(key)
    ]
    copy = PartnerKeyCopy.get_or_none(PartnerKeyCopy.person_key == key)
    if copy is None:
        return Losses(shares)
    others = (PartnerKeyCopy.partner_key == copy.partner_key) & (PartnerKeyCopy.id != copy.id)
    last = not PartnerKeyCopy.select().where(others).exists()
    return Losses(shares, copy.partner_key.partner, last)


def _present(person_id: UUID | None) -> Expression:
    return (PersonKey.person == person_id) & PersonKey.replaced_at.is_null()


def _identified(by: Actor, wish: Wish) -> Person:
    """Return the person, who knows the account's password and chose a good passphrase."""
    person = accounts.person_of(by)
    if not accounts.password_fits(person, wish.password):
        raise RuleBroken("password_wrong", "password")
    if wish.passphrase == wish.password:
        raise RuleBroken("passphrase_is_password", "passphrase")
    about = (person.email, person.name, "passphrase", "passphrase")
    if broken := broken_rules(wish.passphrase, *about):
        raise RulesBroken(broken)
    return person


def _locked(wish: Wish) -> tuple[str, dict[str, object]]:
    pair = seal_keys.new_pair()
    return seal_keys.text(pair.public), seal_keys.lock(pair.private, wish.passphrase)


def _put(person: Person, made: tuple[str, dict[str, object]], at: datetime) -> PersonKey:
    public, locked = made
    return PersonKey.create(person=person, public=public, locked=locked, made_at=at)


def _usable() -> Expression:
    printed = (KeyShare.escrow == 1) & KeyShare.printed_at.is_null(is_null=False)
    return KeyShare.removed_at.is_null() & (printed | (KeyShare.box != ""))


def _left(key: CallKey) -> int:
    return KeyShare.select().where((KeyShare.call_key == key) & _usable()).count()


def _shares_on(key: PersonKey) -> list[KeyShare]:
    """Return the shares that only this key opens, of calls that may still need them."""
    query = KeyShare.select(KeyShare, CallKey, Call).join(CallKey).join(Call)
    needed = Call.state.not_in([CallState.AWARDED, CallState.FAILED, CallState.CANCELLED])
    held = (KeyShare.person_key == key) & KeyShare.removed_at.is_null() & (KeyShare.box != "")
    return list(query.where(held & needed).order_by(Call.reference, KeyShare.position))


def _let_go(key: PersonKey, by: Actor, at: datetime) -> None:
    """Take out of use what was sealed to a key that is no more."""
    PartnerKeyCopy.delete().where(PartnerKeyCopy.person_key == key).execute()
    for share in _shares_on(key):
        KeyShare.update(removed_at=at, box="").where(KeyShare.id == share.id).execute()
        events.record(by, "call.share_lost", share.call_key.call, at, share=share.position)
