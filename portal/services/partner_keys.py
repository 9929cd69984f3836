"""The key of a partner, under which its people go on reading what it has submitted sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain import seal_keys
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.seal_keys import KeyPair
from portal.models import Partner, PartnerKey, PartnerKeyCopy, Person, PersonKey, Record
from portal.services import events, person_keys
from portal.services.prepared import Prepared, PreparedWrite
from portal.services.prepared_writes import add, add_once


@dataclass(frozen=True)
class Member:
    """Somebody of a partner, and whether they have a key and a copy of the partner's."""

    person: Person
    keyed: bool
    holds: bool


def of(partner_id: UUID | None) -> PartnerKey | None:
    """Return the key of a partner, or None before it has one."""
    return None if partner_id is None else _key_of.first(partner_id)


_key_of: Prepared[PartnerKey] = Prepared(
    lambda key: PartnerKey.select().where(PartnerKey.partner == key)
)


def copy_of(by: Actor) -> PartnerKeyCopy | None:
    """Return the actor's own copy of the partner's key, under their present key."""
    query = PartnerKeyCopy.select(PartnerKeyCopy, PersonKey).join(PersonKey)
    own = (PersonKey.person == by.person_id) & PersonKey.replaced_at.is_null()
    of_partner = PartnerKey.select(PartnerKey.id).where(PartnerKey.partner == by.partner_id)
    row: PartnerKeyCopy | None = query.where(
        own & PartnerKeyCopy.partner_key.in_(of_partner)
    ).first()
    return row


def members(partner: Partner) -> list[Member]:
    """Return the people of a partner by name, with what each of them holds."""
    keys = {each.person_id: each.id for each in _present_keys(partner)}
    copies = PartnerKeyCopy.select().where(PartnerKeyCopy.person_key.in_(list(keys.values())))
    holding = {each.person_key_id for each in copies}
    return [
        Member(each, each.id in keys, keys.get(each.id) in holding)
        for each in Person.select().where(Person.id.in_(_of(partner))).order_by(Person.name)
    ]


def _of(partner: Partner) -> "list[UUID]":
    return [key for (key,) in _people_of(partner.id)]


_people_of: Prepared[tuple[UUID]] = Prepared(
    lambda key: Person.select(Person.id).where(
        (Person.partner == key) & Person.disabled_at.is_null()
    ),
    plain=tuple,
)


def make(partner: Partner, by: Actor, at: datetime) -> PartnerKey:
    """Make the key of a partner before its first submission; one that works stays."""
    require(by, Action.KEEP_PARTNER_KEY, partner)
    person_keys.required(by)
    with atomic():
        return ready(partner, by, partner, at)


def ready(
    partner: Partner, by: Actor, about: Record, at: datetime, pair: KeyPair | None = None
) -> PartnerKey:
    """Return the key of a partner inside the caller's transaction, made when there is none.

    One that nobody can open any more is replaced; ``pair`` is a new one that was made before.
    The event is told of ``about``: of a sealed proposal only its own partner learns anything.
    """
    there = _held(partner)
    if there is not None and _opens(there, partner):
        return there
    new = pair or seal_keys.new_pair()
    key = _renewed(partner, there, new, at)
    for own in _present_keys(partner):
        _copy(key, own, new.private, at)
    events.record(by, "partner.key_made", about, at)
    return key


def _held(partner: Partner) -> PartnerKey | None:
    """Keep the partner for this transaction, so that it gets one key and no second one."""
    _kept(partner.id)
    return of(partner.id)


_kept = PreparedWrite(
    lambda key: Partner.update(version=Partner.version).where(Partner.id == key)
)


def _opens(key: PartnerKey, partner: Partner) -> bool:
    """Say whether somebody who is of the partner now holds a copy of its key."""
    present = PartnerKeyCopy.person_key.in_(_present_keys(partner))
    copies = PartnerKeyCopy.select().where((PartnerKeyCopy.partner_key == key) & present)
    return copies.exists()


def _renewed(
    partner: Partner, there: PartnerKey | None, pair: KeyPair, at: datetime
) -> PartnerKey:
    public = seal_keys.text(pair.public)
    if there is None:
        return add(PartnerKey(partner=partner, public=public, made_at=at))
    PartnerKeyCopy.delete().where(PartnerKeyCopy.partner_key == there).execute()
    PartnerKey.update(public=public, made_at=at).where(PartnerKey.id == there.id).execute()
    there.public = public
    return there


def _present_keys(partner: Partner) -> list[PersonKey]:
    return _keys_of(partner.id)


def _with_key(key: UUID) -> Any:  # noqa: ANN401 - a query
    people = Person.select(Person.id).where(
        (Person.partner == key) & Person.disabled_at.is_null()
    )
    present = PersonKey.person.in_(people) & PersonKey.replaced_at.is_null()
    return PersonKey.select().where(present)


_keys_of: Prepared[PersonKey] = Prepared(_with_key)


def _copy(key: PartnerKey, own: PersonKey, private: bytes, at: datetime) -> None:
    box = seal_keys.seal_to(seal_keys.raw(own.public), private)
    row = {"partner_key": key, "person_key": own, "box": seal_keys.text(box), "given_at": at}
    add_once(PartnerKeyCopy(**row))


def unlock(by: Actor, passphrase: str) -> KeyPair:
    """Return both halves of the partner's key to somebody who holds a copy.

    Raise ``person_key_missing``, ``copy_missing`` or ``wrong_passphrase``.
    """
    person_keys.required(by)
    copy = copy_of(by)
    if copy is None:
        raise RuleBroken("copy_missing", "passphrase")
    own = person_keys.unlock(by, passphrase)
    return seal_keys.pair_of(seal_keys.open_sealed(own, seal_keys.raw(copy.box)))


def give(partner: Partner, person_id: UUID, passphrase: str, by: Actor, at: datetime) -> None:
    """Give a colleague a copy of the partner's key; it needs one's own passphrase."""
    require(by, Action.KEEP_PARTNER_KEY, partner)
    theirs = person_keys.of(person_id if person_id in _of(partner) else None)
    if theirs is None:
        raise RuleBroken("colleague_without_key", "person")
    pair = unlock(by, passphrase)
    with atomic():
        key = _held(partner)
        if key is None or seal_keys.text(pair.public) != key.public:
            raise RuleBroken("copy_missing", "passphrase")
        _copy(key, theirs, pair.private, at)
        events.record(by, "partner.copy_given", partner, at)
