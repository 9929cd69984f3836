"""The key of a partner, under which its people go on reading what it has submitted sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain import seal_keys
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.seal_keys import KeyPair
from portal.models import Partner, PartnerKey, PartnerKeyCopy, Person, PersonKey, Record
from portal.services import events, person_keys


@dataclass(frozen=True)
class Member:
    """Somebody of a partner, and whether they have a key and a copy of the partner's."""

    person: Person
    keyed: bool
    holds: bool


def of(partner_id: UUID | None) -> PartnerKey | None:
    """Return the key of a partner, or None before it has one."""
    return PartnerKey.get_or_none(PartnerKey.partner == partner_id)


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
    mine = (Person.partner == partner) & Person.disabled_at.is_null()
    return [each.id for each in Person.select(Person.id).where(mine)]


def make(partner: Partner, by: Actor, at: datetime) -> PartnerKey:
    """Make the key of a partner before its first submission; one that works stays."""
    require(by, Action.KEEP_PARTNER_KEY, partner)
    person_keys.required(by)
    with atomic():
        return ready(partner, by, partner, at)


def ready(partner: Partner, by: Actor, about: Record, at: datetime) -> PartnerKey:
    """Return the key of a partner inside the caller's transaction, made when there is none.

    One that nobody can open any more is replaced. The event is told of ``about``: of a sealed
    proposal only its own partner learns anything.
    """
    there = _held(partner)
    if there is not None and _opens(there, partner):
        return there
    pair = seal_keys.new_pair()
    key = _renewed(partner, there, pair, at)
    for own in _present_keys(partner):
        _copy(key, own, pair.private, at)
    events.record(by, "partner.key_made", about, at)
    return key


def _held(partner: Partner) -> PartnerKey | None:
    """Keep the partner for this transaction, so that it gets one key and no second one."""
    Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()
    return of(partner.id)


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
        return PartnerKey.create(partner=partner, public=public, made_at=at)
    PartnerKeyCopy.delete().where(PartnerKeyCopy.partner_key == there).execute()
    PartnerKey.update(public=public, made_at=at).where(PartnerKey.id == there.id).execute()
    there.public = public
    return there


def _present_keys(partner: Partner) -> list[PersonKey]:
    present = PersonKey.person.in_(_of(partner)) & PersonKey.replaced_at.is_null()
    return list(PersonKey.select().where(present))


def _copy(key: PartnerKey, own: PersonKey, private: bytes, at: datetime) -> None:
    box = seal_keys.seal_to(seal_keys.raw(own.public), private)
    row = {"partner_key": key, "person_key": own, "box": seal_keys.text(box), "given_at": at}
    PartnerKeyCopy.insert(row).on_conflict_ignore().execute()


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
