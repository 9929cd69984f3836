"""Making the key of a call before it is published: holders, trial, and the paper in escrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.config import key_shares as fewest_shares
from portal.db import atomic
from portal.domain import key_shares, seal_keys
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import PUBLISH_CALL, CallState
from portal.domain.person_names import same_person
from portal.domain.policy import Actor, require
from portal.models import Call, CallKey, Grant, KeyShare, Person, PersonKey, ShareRelease
from portal.models.sealing import Purpose
from portal.services import call_keys, call_versions, clock, events
from portal.services.steps import fresh
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

HOLDER_ROLES = (Role.PROCUREMENT_OFFICER, Role.LEGAL_OFFICER, Role.FINANCE_OFFICER)


@dataclass(frozen=True)
class Choice:
    """Who holds the shares, whose share goes to escrow, and how many of them open."""

    holders: Sequence[UUID]
    escrow: UUID
    threshold: int


@dataclass(frozen=True)
class Holding:
    """One share, and whether its holder has given it for the trial just now."""

    share: KeyShare
    given: ShareRelease | None


@dataclass(frozen=True)
class Ceremony:
    """How far the key of a call is."""

    key: CallKey
    holdings: Sequence[Holding]

    @property
    def escrow(self) -> KeyShare:
        """The share for the head of office, on paper."""
        return next(each.share for each in self.holdings if each.share.escrow)

    @property
    def held(self) -> list[Holding]:
        """The shares that people hold."""
        return [each for each in self.holdings if not each.share.escrow]

    @property
    def fingerprint(self) -> str:
        """A short name of the key, to compare with the paper."""
        return seal_keys.fingerprint(seal_keys.raw(self.key.public))

    @property
    def broken(self) -> list[RuleBroken]:
        """What is still to be done before the call can be published."""
        lost = [each.share for each in self.holdings if each.share.removed_at]
        untried = [each.share for each in self.held if not each.share.tried_at]
        found = [RuleBroken("share_lost", name=each.holder.name) for each in lost]
        waiting = [each for each in untried if each not in lost]
        found += [RuleBroken("trial_missing", name=each.holder.name) for each in waiting]
        printed = self.escrow.printed_at is not None or self.escrow in lost
        return found + ([] if printed else [RuleBroken("escrow_not_printed")])


def ceremony(call: Call) -> Ceremony | None:
    """Return how far the key of a call is, or None when it has none."""
    key = call_keys.of(call)
    if key is None:
        return None
    given = {each.share_id: each for each in call_keys.released(key, Purpose.TRIAL)}
    return Ceremony(key, [Holding(each, given.get(each.id)) for each in call_keys.shares(key)])


def broken_rules(call: Call) -> list[RuleBroken]:
    """Return what the key of an approved call still lacks before it can be published."""
    if call.state is not CallState.APPROVED or call.amends_id is not None:
        return []
    there = ceremony(call)
    return [RuleBroken("key_missing")] if there is None else there.broken


def candidates(*roles: Role) -> list[Person]:
    """Return the people with one of the roles who have made a key of their own, by name."""
    return list(_with_roles(roles).where(Person.id.in_(_keyed())).order_by(Person.name))


def without_key() -> list[Person]:
    """Return the people who could hold a share but have made no key of their own yet."""
    roles = (*HOLDER_ROLES, Role.HEAD_OF_OFFICE)
    return list(_with_roles(roles).where(Person.id.not_in(_keyed())).order_by(Person.name))


def _with_roles(roles: Sequence[Role]) -> "ModelSelect[Person]":
    having = Grant.select(Grant.person).where(Grant.role.in_(list(roles)))
    return Person.select().where(Person.id.in_(having) & Person.disabled_at.is_null())


def _keyed() -> "ModelSelect[PersonKey]":
    return PersonKey.select(PersonKey.person).where(PersonKey.replaced_at.is_null())


def make(call: Call, choice: Choice, by: Actor, at: datetime) -> CallKey:
    """Make the key of an approved call and forget its private half; an earlier one is gone.

    Each share is sealed to its holder's own key. Raise ``too_few_holders``, ``holder_twice``
    or ``holder_unfit``.
    """
    require(by, Action.MAKE_CALL_KEY, call)
    PUBLISH_CALL.take(call.state)
    call_versions.refuse_copy(call, PUBLISH_CALL.name)
    keys = [*_own_keys(choice.holders, HOLDER_ROLES, "holders"), *_escrow_key(choice)]
    _require_enough(choice, keys)
    with atomic():
        _hold(call)
        CallKey.delete().where(CallKey.call == call).execute()
        made = _made(call, choice.threshold, keys, by)
        public = seal_keys.raw(made.public).hex()
        facts = {"threshold": choice.threshold, "shares": len(keys), "public": public}
        events.record(by, "call.key_made", call, at, **facts)
    return made


def _escrow_key(choice: Choice) -> list[PersonKey]:
    return _own_keys([choice.escrow], (Role.HEAD_OF_OFFICE,), "escrow")


def _own_keys(ids: Sequence[UUID], roles: Sequence[Role], field: str) -> list[PersonKey]:
    fit = {each.id for each in candidates(*roles)}
    if not set(ids) <= fit:
        raise RuleBroken("holder_unfit", field)
    query = PersonKey.select(PersonKey, Person).join(Person)
    mine = PersonKey.person.in_(list(ids)) & PersonKey.replaced_at.is_null()
    return list(query.where(mine).order_by(Person.name))


def _require_enough(choice: Choice, keys: Sequence[PersonKey]) -> None:
    least = max(choice.threshold, fewest_shares() - 1)
    if len(keys) - 1 < least:
        raise RuleBroken("too_few_holders", "holders", least=least)
    people = [each.person for each in keys]
    for place, one in enumerate(people):
        for other in people[:place]:
            if same_person((one.name, one.email), (other.name, other.email)):
                raise RuleBroken("holder_twice", "holders", name=one.name)


def _hold(call: Call) -> None:
    """Keep an approved call for this transaction, so that it is not published meanwhile."""
    approved = (Call.id == call.id) & (Call.state == CallState.APPROVED)
    if Call.update(state=CallState.APPROVED).where(approved).execute() != 1:
        raise WrongState(PUBLISH_CALL.name, fresh(call).state)


def _made(call: Call, threshold: int, keys: Sequence[PersonKey], by: Actor) -> CallKey:
    pair = seal_keys.new_pair()
    trial = seal_keys.seal_to(pair.public, call.id.bytes)
    key = CallKey.create(
        call=call,
        public=seal_keys.text(pair.public),
        threshold=threshold,
        trial=seal_keys.text(trial),
        made_by=by.person_id,
        made_at=clock.now(),
    )
    words = key_shares.split(pair.private, threshold, len(keys))
    for position, (own, share) in enumerate(zip(keys, words, strict=True), 1):
        _share(key, position, own, share, last=position == len(keys))
    return key


def _share(key: CallKey, position: int, own: PersonKey, words: str, *, last: bool) -> None:
    box = seal_keys.seal_to(seal_keys.raw(own.public), words.encode())
    KeyShare.create(
        call_key=key,
        position=position,
        holder=own.person,
        person_key=own,
        escrow=int(last),
        box=seal_keys.text(box),
        digest=key_shares.digest(words),
    )


def give_for_trial(call: Call, passphrase: str, by: Actor, at: datetime) -> bool:
    """Give one's own share for the trial; True when that opened the trial envelope.

    Everybody whose share took part has then tried. The shares given are forgotten.
    """
    require(by, Action.TRY_CALL_KEY, call)
    key = call_keys.required(call)
    PUBLISH_CALL.take(call.state)
    share = call_keys.share_of(key, by)
    words = call_keys.own_words(share, passphrase, by)
    with atomic():
        given = call_keys.give(share, words, Purpose.TRIAL, by, at)
        if given is not None:
            _open_trial(key, given, by, at)
    return given is not None


def _open_trial(key: CallKey, private: bytes, by: Actor, at: datetime) -> None:
    content = seal_keys.open_sealed(seal_keys.pair_of(private), seal_keys.raw(key.trial))
    if content != key.call_id.bytes:
        raise RuleBroken("shares_do_not_match")
    there = [each.share_id for each in call_keys.released(key, Purpose.TRIAL)]
    KeyShare.update(tried_at=clock.now()).where(KeyShare.id.in_(there)).execute()
    call_keys.forget(key, Purpose.TRIAL)
    events.record(by, "call.key_tried", key.call, at, shares=len(there))


def escrow_words(call: Call, passphrase: str, by: Actor, at: datetime) -> list[str]:
    """Return the words of the share in escrow, for its paper, until that was confirmed."""
    require(by, Action.PRINT_ESCROW, call)
    share = _escrow_of(call, by)
    words = call_keys.unlocked(share, passphrase).split()
    with atomic():
        events.record(by, "call.escrow_given", call, at)
    return words


def confirm_escrow(call: Call, by: Actor, at: datetime) -> None:
    """Note that the paper was printed and put away; the portal forgets the share."""
    require(by, Action.PRINT_ESCROW, call)
    share = _escrow_of(call, by)
    with atomic():
        printed = {"box": "", "printed_at": clock.now()}
        KeyShare.update(**printed).where(KeyShare.id == share.id).execute()
        events.record(by, "call.escrow_confirmed", call, at)


def _escrow_of(call: Call, by: Actor) -> KeyShare:
    share = next(each for each in call_keys.shares(call_keys.required(call)) if each.escrow)
    if share.holder_id != by.person_id:
        raise RuleBroken("share_not_yours")
    if share.printed_at is not None:
        raise RuleBroken("escrow_printed_already")
    return share


def remove(call: Call, share_id: UUID, by: Actor, at: datetime) -> None:
    """Let a share of a published call count no more, because its holder has left."""
    require(by, Action.REMOVE_HOLDER, call)
    key = call_keys.required(call)
    left = [each for each in call_keys.shares(key) if each.removed_at is None]
    share = next((each for each in left if each.id == share_id and not each.escrow), None)
    if share is None:
        raise RuleBroken("share_not_yours")
    if len(left) - 1 < key.threshold:
        raise RuleBroken("too_few_holders", least=key.threshold)
    with atomic():
        KeyShare.update(removed_at=clock.now()).where(KeyShare.id == share.id).execute()
        ShareRelease.delete().where(ShareRelease.share == share).execute()
        events.record(by, "call.holder_removed", call, at, share=share.position)


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return what a person has to do for the keys of calls that wait for publication."""
    if not actor.roles & {*HOLDER_ROLES, Role.HEAD_OF_OFFICE}:
        return []
    waiting = (Call.state == CallState.APPROVED) & Call.amends.is_null()
    found = [(call, _word(call, actor)) for call in Call.select().where(waiting)]
    return [_item(call, word) for call, word in found if word]


def _word(call: Call, actor: Actor) -> str:
    there = ceremony(call)
    if there is None:
        return "work.make_call_key" if Role.PROCUREMENT_OFFICER in actor.roles else ""
    mine = (each.share for each in there.held if each.share.holder_id == actor.person_id)
    if any(each.tried_at is None for each in mine):
        return "work.try_call_key"
    escrow = there.escrow
    printed = escrow.holder_id != actor.person_id or escrow.printed_at is not None
    return "" if printed else "work.print_escrow"


def _item(call: Call, word: str) -> Item:
    where = {"slug": call.slug}
    return Item(word, call.reference, call.title, "call_keys.show", where, call.deadline)
