"""A rehearsed opening: the holders of a call's key open trial envelopes with trial shares.

Nothing of it touches the real key, the real envelopes or the real record: it has a key, shares
and files of its own, and is thrown away. Only its events stay, named as a rehearsal.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.config import share_minutes
from portal.db import atomic
from portal.domain import key_shares, seal_keys
from portal.domain.actions import Action
from portal.domain.contracts import same_name
from portal.domain.envelopes import Bound, open_envelope, seal
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.domain.seal_keys import KeyPair
from portal.domain.sealed_package import pack, unpack
from portal.models import (
    Call,
    CallKey,
    KeyShare,
    Person,
    PersonKey,
    Rehearsal,
    RehearsalShare,
)
from portal.services import accounts, call_keys, clock, events, files, house_secret
from portal.services.steps import fresh

AREA = "rehearsals"
CONTEXT = "rehearsal share"
TRIALS = ("A", "B", "C", "D")
DAMAGED, WITHDRAWN = "B", "D"
"""Which trial envelope is damaged on purpose, and which its partner withdrew."""
OPEN = frozenset({CallState.APPROVED, CallState.PUBLISHED})
OPENED, SHUT, BROKEN = "opened", "withdrawn", "damaged"


@dataclass(frozen=True)
class Standing:
    """How far a rehearsal is, as its page tells it."""

    row: Rehearsal
    shares: Sequence[RehearsalShare]
    at: datetime

    @property
    def given(self) -> list[RehearsalShare]:
        """The shares that count now."""
        return [each for each in self.shares if each.expires_at and each.expires_at > self.at]

    @property
    def missing(self) -> int:
        """How many shares are still needed."""
        people = {each.holder_id for each in self.given}
        return max(int(self.row.threshold) - len(people), 0)

    @property
    def until(self) -> datetime | None:
        """Until when the first of them counts."""
        return min((each.expires_at for each in self.given if each.expires_at), default=None)

    @property
    def present(self) -> list[RehearsalShare]:
        """Whose shares opened the trial envelopes."""
        return [each for each in self.shares if each.given_at and self.row.opened_at]

    def gives(self, by: Actor) -> bool:
        """Say whether somebody holds a share that was not given yet."""
        free = [each.holder_id for each in self.shares if each not in self.given]
        return self.row.opened_at is None and by.person_id in free

    def signs(self, by: Actor) -> bool:
        """Say whether somebody was present and has not signed yet."""
        unsigned = [each.holder_id for each in self.present if each.signed_at is None]
        return by.person_id in unsigned


def standing(call: Call) -> Standing | None:
    """Return how far the rehearsal of a call's opening is, or None when there is none."""
    row = Rehearsal.get_or_none(Rehearsal.call == call)
    return None if row is None else Standing(row, _shares(row), clock.now())


def _shares(row: Rehearsal) -> list[RehearsalShare]:
    query = RehearsalShare.select(RehearsalShare, Person).join(Person)
    mine = query.where(RehearsalShare.rehearsal == row)
    return list(mine.order_by(RehearsalShare.position))


def required(call: Call) -> Standing:
    """Return how far the rehearsal is, or refuse with ``NotFound``."""
    there = standing(call)
    if there is None:
        raise NotFound
    return there


def can_start(call: Call) -> bool:
    """Say whether an opening can be rehearsed: with a key, until the deadline."""
    ahead = call.state is CallState.APPROVED or bool(
        call.deadline and call.deadline > clock.now()
    )
    return call.state in OPEN and ahead and call.amends_id is None and call_keys.has(call)


def start(call: Call, by: Actor, at: datetime) -> Rehearsal:
    """Make a trial key for the holders of the call's key, and seal trial envelopes to it.

    Raise ``rehearsal_closed``, ``rehearsal_there``, or ``too_few_shares`` when too many
    holders are gone.
    """
    require(by, Action.REHEARSE_OPENING, call)
    if not can_start(call):
        raise RuleBroken("rehearsal_closed")
    key = call_keys.required(call)
    holders = [each for each in call_keys.shares(key) if each.removed_at is None]
    if len(holders) < key.threshold:
        raise RuleBroken("too_few_shares", threshold=key.threshold, given=len(holders))
    pair = seal_keys.new_pair()
    with atomic():
        row = _made(call, key, pair, by, at)
        _share_out(row, pair, holders)
        listed = [_trial(row, name, pair) for name in TRIALS]
        Rehearsal.update(envelopes=listed).where(Rehearsal.id == row.id).execute()
        facts = {"threshold": key.threshold, "shares": len(holders), "envelopes": len(listed)}
        events.record(by, "call.rehearsal_started", call, at, **facts)
    return fresh(row)


def _made(call: Call, key: CallKey, pair: KeyPair, by: Actor, at: datetime) -> Rehearsal:
    row = {
        "call": call,
        "public": seal_keys.text(pair.public),
        "threshold": key.threshold,
        "started_by": by.person_id,
        "started_at": at,
    }
    if Rehearsal.insert(row).on_conflict_ignore().as_rowcount().execute() != 1:
        raise RuleBroken("rehearsal_there")
    made: Rehearsal = Rehearsal.get(Rehearsal.call == call)
    return made


def _share_out(row: Rehearsal, pair: KeyPair, holders: Sequence[KeyShare]) -> None:
    words = key_shares.split(pair.private, row.threshold, len(holders))
    for position, (holder, share) in enumerate(zip(holders, words, strict=True), 1):
        own: PersonKey = PersonKey.get_by_id(holder.person_key_id)
        RehearsalShare.create(
            rehearsal=row,
            position=position,
            holder=holder.holder_id,
            person_key=own,
            escrow=holder.escrow,
            box=seal_keys.text(seal_keys.seal_to(seal_keys.raw(own.public), share.encode())),
        )


def _trial(row: Rehearsal, name: str, pair: KeyPair) -> dict[str, Any]:
    """Seal one trial proposal into a file, and note what it is."""
    key = uuid4()
    length, parts = pack({"trial": name}, [])
    path = files.path(f"{AREA}/{row.id}/{key}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        sealed = seal(_bound(row, key), {"call": pair.public}, parts, out, length)
    if name == DAMAGED:
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
    outcome = SHUT if name == WITHDRAWN else ""
    return {"name": name, "key": str(key), "sha256": sealed.sha256, "outcome": outcome}


def _bound(row: Rehearsal, key: UUID) -> Bound:
    return Bound(row.call_id.hex, row.id.hex, key.hex, 1, AREA)


def give(call: Call, passphrase: str, by: Actor, at: datetime) -> bool:
    """Give one's own trial share; True once enough were given and the envelopes opened.

    Raise ``share_not_yours``, ``share_released`` or ``wrong_passphrase``.
    """
    require(by, Action.REHEARSE_OPENING, call)
    there = required(call)
    share = _own(there, by)
    words = _unlocked(share, passphrase)
    with atomic():
        Rehearsal.update(threshold=Rehearsal.threshold).where(
            Rehearsal.id == there.row.id
        ).execute()
        _keep(share, words)
        facts = {"share": share.position}
        events.record(by, "call.rehearsal_share_given", call, at, **facts)
        return _open(required(call), by, at)


def _own(there: Standing, by: Actor) -> RehearsalShare:
    mine = [each for each in there.shares if each.holder_id == by.person_id]
    if not mine or there.row.opened_at is not None:
        raise RuleBroken("share_not_yours")
    free = [each for each in mine if each not in there.given]
    if not free:
        raise RuleBroken("rehearsal_share_given", until=there.until, zone=there.row.call.zone)
    return free[0]


def _unlocked(share: RehearsalShare, passphrase: str) -> str:
    locked = PersonKey.get_by_id(share.person_key_id).locked
    pair = seal_keys.pair_of(seal_keys.unlock(locked, passphrase))
    return seal_keys.open_sealed(pair, seal_keys.raw(share.box)).decode()


def _keep(share: RehearsalShare, words: str) -> None:
    now = clock.now()
    RehearsalShare.update(
        given=seal_keys.lock_with_secret(house_secret.get(), words.encode(), CONTEXT),
        given_at=now,
        expires_at=now + timedelta(minutes=share_minutes()),
    ).where(RehearsalShare.id == share.id).execute()


def _open(there: Standing, by: Actor, at: datetime) -> bool:
    if there.missing:
        return False
    pair = _combined(there)
    listed = [_opened(there.row, each, pair) for each in there.row.envelopes]
    Rehearsal.update(envelopes=listed, opened_at=at).where(
        Rehearsal.id == there.row.id
    ).execute()
    given = [each.id for each in there.given]
    late = RehearsalShare.rehearsal == there.row
    RehearsalShare.update(given="", expires_at=None).where(late).execute()
    RehearsalShare.update(given_at=None).where(late & RehearsalShare.id.not_in(given)).execute()
    counted = {
        name: sum(each["outcome"] == name for each in listed) for name in (OPENED, BROKEN, SHUT)
    }
    events.record(by, "call.rehearsal_opened", there.row.call, at, **counted)
    return True


def _combined(there: Standing) -> KeyPair:
    secret = house_secret.get()
    words = [
        seal_keys.unlock_with_secret(secret, each.given, CONTEXT).decode()
        for each in there.given[: there.row.threshold]
    ]
    pair = seal_keys.pair_of(key_shares.combine(words))
    if seal_keys.text(pair.public) != there.row.public:
        raise RuleBroken("shares_do_not_match")
    return pair


def _opened(row: Rehearsal, told: dict[str, Any], pair: KeyPair) -> dict[str, Any]:
    """Open one trial envelope as the real ones are opened, and note what came of it."""
    if told["outcome"]:
        return told
    key = UUID(told["key"])
    try:
        with files.path(f"{AREA}/{row.id}/{key}").open("rb") as source:
            manifest, rest = unpack(open_envelope(source, _bound(row, key), "call", pair))
            _drain(rest)
    except (RuleBroken, FileNotFoundError):
        return {**told, "outcome": BROKEN}
    same = manifest.get("trial") == told["name"]
    return {**told, "outcome": OPENED if same else BROKEN}


def _drain(rest: Iterator[object]) -> None:
    """Read to the end: only then is it sure that nothing was changed."""
    for _ in rest:
        pass


def sign(call: Call, name: str, password: str, by: Actor, at: datetime) -> None:
    """Sign the record of the rehearsal as one of those present."""
    require(by, Action.REHEARSE_OPENING, call)
    there = required(call)
    if not there.signs(by):
        raise RuleBroken("share_not_yours")
    if not same_name(name, by.name):
        raise RuleBroken("signing_name", "name", name=by.name)
    accounts.require_own_password(by, password)
    mine = (RehearsalShare.rehearsal == there.row) & (RehearsalShare.holder == by.person_id)
    with atomic():
        RehearsalShare.update(signed_at=at).where(mine).execute()
        events.record(by, "call.rehearsal_signed", call, at)


def end(call: Call, by: Actor, at: datetime) -> None:
    """Throw a rehearsal away, with its key, shares, envelopes and record."""
    require(by, Action.REHEARSE_OPENING, call)
    row = required(call).row
    with atomic():
        Rehearsal.delete().where(Rehearsal.id == row.id).execute()
        events.record(by, "call.rehearsal_ended", call, at)
    shutil.rmtree(files.path(f"{AREA}/{row.id}"), ignore_errors=True)
