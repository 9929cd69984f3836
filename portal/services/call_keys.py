"""The key of a call: shares released by their holders, and put together when enough are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from peewee import Expression

from portal.config import share_minutes
from portal.db import atomic
from portal.domain import key_shares, seal_keys
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor
from portal.models import Call, CallKey, KeyShare, Person, PersonKey, ShareRelease
from portal.models.sealing import Purpose
from portal.services import clock, events, house_secret
from portal.services.prepared import Prepared

CONTEXT = "share"


def of(call: Call) -> CallKey | None:
    """Return the key that the proposals of a call are sealed to, or None."""
    return _of.first(call.id)


_of: Prepared[CallKey] = Prepared(lambda key: CallKey.select().where(CallKey.call == key))


def has(call: Call) -> bool:
    """Say whether the proposals of a call are sealed to a key."""
    return of(call) is not None


def required(call: Call) -> CallKey:
    """Return the key of a call, or refuse because there is none."""
    key = of(call)
    if key is None:
        raise RuleBroken("key_missing")
    return key


def shares(key: CallKey) -> list[KeyShare]:
    """Return the shares of a key with their holders, the escrow share last."""
    query = (
        KeyShare.select(KeyShare, Person, PersonKey)
        .join(Person)
        .switch(KeyShare)
        .join(PersonKey)
        .where(KeyShare.call_key == key)
    )
    return list(query.order_by(KeyShare.position))


def share_of(key: CallKey, by: Actor) -> KeyShare:
    """Return the share that a person holds; the one in escrow is printed, not held."""
    for each in shares(key):
        if each.holder_id == by.person_id and not each.escrow:
            return each
    raise RuleBroken("share_not_yours")


def own_words(share: KeyShare, passphrase: str, by: Actor) -> str:
    """Return the words of a share to its holder; slow, so not for within a transaction.

    Raise ``share_not_yours``, ``share_removed`` or ``wrong_passphrase``.
    """
    _require_holder(share, by)
    return unlocked(share, passphrase)


def _require_holder(share: KeyShare, by: Actor) -> None:
    if share.holder_id != by.person_id or share.escrow:
        raise RuleBroken("share_not_yours")
    if share.removed_at is not None:
        raise RuleBroken("share_removed")


def unlocked(share: KeyShare, passphrase: str) -> str:
    """Return the words of a share, for the holder who knows the passphrase."""
    locked = PersonKey.get_by_id(share.person_key_id).locked
    pair = seal_keys.pair_of(seal_keys.unlock(locked, passphrase))
    return seal_keys.open_sealed(pair, seal_keys.raw(share.box)).decode()


def give(
    share: KeyShare, words: str, purpose: Purpose, by: Actor, at: datetime
) -> bytes | None:
    """Keep the words of a share for some minutes; return the key once there are enough.

    Given twice, its minutes begin again.
    """
    key = CallKey.get_by_id(share.call_key_id)
    with atomic():
        _hold(key)
        _keep(share, words, purpose, by)
        facts = {"purpose": purpose.value, "share": share.position}
        events.record(by, "call.share_released", key.call, at, **facts)
        return combined(key, purpose)


def _hold(key: CallKey) -> None:
    """Let one share after the other be given: the last of them finds all the others."""
    CallKey.update(threshold=CallKey.threshold).where(CallKey.id == key.id).execute()


def _keep(share: KeyShare, words: str, purpose: Purpose, by: Actor) -> None:
    same = (ShareRelease.share == share) & (ShareRelease.purpose == purpose)
    ShareRelease.delete().where(same).execute()
    now = clock.now()
    ShareRelease.create(
        share=share,
        purpose=purpose,
        box=seal_keys.lock_with_secret(house_secret.get(), words.encode(), CONTEXT),
        released_by=by.person_id,
        released_at=now,
        expires_at=now + timedelta(minutes=share_minutes()),
    )


def _alive(key: CallKey, purpose: Purpose) -> Expression:
    of_key = KeyShare.select(KeyShare.id).where(
        (KeyShare.call_key == key) & KeyShare.removed_at.is_null()
    )
    same = ShareRelease.share.in_(of_key) & (ShareRelease.purpose == purpose)
    return same & (ShareRelease.expires_at > clock.expression())


def released(key: CallKey, purpose: Purpose) -> list[ShareRelease]:
    """Return the shares that are given now, by the database's own clock, the first on top."""
    query = ShareRelease.select(ShareRelease, KeyShare, Person).join(KeyShare).join(Person)
    return list(query.where(_alive(key, purpose)).order_by(ShareRelease.released_at))


def people(given: Iterable[ShareRelease]) -> dict[UUID, str]:
    """Return who gave shares, by name."""
    return {each.released_by_id: each.share.holder.name for each in given}


def combined(key: CallKey, purpose: Purpose) -> bytes | None:
    """Return the private half of a key when enough distinct people have given shares.

    None while there are too few; then the rest has its minutes. Raise ``shares_do_not_match``
    when what comes out is not the key of this call.
    """
    given = released(key, purpose)
    if len(people(given)) < key.threshold:
        return None
    words = [_words(each) for each in given[: key.threshold]]
    private = key_shares.combine(words)
    if seal_keys.text(seal_keys.pair_of(private).public) != key.public:
        raise RuleBroken("shares_do_not_match")
    return private


def _words(given: ShareRelease) -> str:
    return seal_keys.unlock_with_secret(house_secret.get(), given.box, CONTEXT).decode()


def forget(key: CallKey, purpose: Purpose) -> None:
    """Forget the shares that were given for a purpose, also those that ran out."""
    of_key = KeyShare.select(KeyShare.id).where(KeyShare.call_key == key)
    ShareRelease.delete().where(
        ShareRelease.share.in_(of_key) & (ShareRelease.purpose == purpose)
    ).execute()
