"""Opening by shares of the call's key: who holds them, who gave theirs, and the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from peewee import Expression

from portal.db import atomic
from portal.domain import share_words
from portal.domain.actions import Action, Role
from portal.domain.contracts import same_name
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import REVEALED_CALL_STATES, CallState, OpeningState
from portal.domain.policy import Actor, require
from portal.models import Call, CallKey, KeyShare, OpeningRun, Person, ShareRelease
from portal.models.sealing import Purpose
from portal.services import (
    accounts,
    call_keys,
    clock,
    events,
    opening,
    opening_prices,
    opening_run,
    scoring,
)
from portal.services.steps import found, fresh


@dataclass(frozen=True)
class Holder:
    """One share: whose it is, and when it was given or ran out; one lies on paper."""

    share: KeyShare
    given: ShareRelease | None
    over: datetime | None

    @property
    def name(self) -> str:
        """Who holds it."""
        return str(self.share.holder.name)


@dataclass(frozen=True)
class Standing:
    """How far the opening of a call's envelopes for a purpose is."""

    purpose: Purpose
    needed: int
    holders: Sequence[Holder]
    run: OpeningRun | None

    @property
    def given(self) -> list[ShareRelease]:
        """The shares that stand given now."""
        return [each.given for each in self.holders if each.given is not None]

    @property
    def until(self) -> datetime | None:
        """Until when the first of them stands."""
        return min((each.expires_at for each in self.given), default=None)

    @property
    def missing(self) -> int:
        """How many are still missing."""
        return max(self.needed - len({each.released_by_id for each in self.given}), 0)

    @property
    def step(self) -> str:
        """Where it is, in a word: ``shares``, ``running``, ``stopped`` or ``done``."""
        return "shares" if self.takes or self.run is None else self.run.state.value

    @property
    def takes(self) -> bool:
        """Whether shares can be given now."""
        return takes(self.run)

    def asks(self, by: Actor) -> bool:
        """Say whether somebody can give a share now."""
        return self.takes and (self.holds(by) or self.keeps_paper(by))

    def holds(self, by: Actor) -> bool:
        """Say whether somebody holds a share that was not given yet."""
        return any(
            each.share.holder_id == by.person_id
            and not each.share.escrow
            and each.share.removed_at is None
            and each.given is None
            for each in self.holders
        )

    def is_holder(self, by: Actor) -> bool:
        """Say whether one of the shares is or was somebody's."""
        return any(each.share.holder_id == by.person_id for each in self.holders)

    def keeps_paper(self, by: Actor) -> bool:
        """Say whether somebody may give the share in escrow, and it was not given yet."""
        paper = any(
            each.share.escrow and each.share.printed_at and each.given is None
            for each in self.holders
        )
        return paper and Role.HEAD_OF_OFFICE in by.roles


def call_by_slug(slug: str) -> Call:
    """Return a call whose proposals are sealed to a key, or refuse."""
    call = opening.call_by_slug(slug)
    return found(call if call_keys.has(call) else None)


def standing(call: Call, purpose: Purpose) -> Standing | None:
    """Return how far an opening is; None for a call without a key."""
    key = call_keys.of(call)
    if key is None:
        return None
    given = {each.share_id: each for each in call_keys.released(key, purpose)}
    over = _over(key, purpose)
    holders = [
        Holder(each, given.get(each.id), over.get(each.id)) for each in call_keys.shares(key)
    ]
    return Standing(purpose, key.threshold, holders, opening_run.of(call, purpose))


def _over(key: CallKey, purpose: Purpose) -> dict[UUID, datetime]:
    mine = KeyShare.select(KeyShare.id).where(KeyShare.call_key == key)
    same = ShareRelease.share.in_(mine) & (ShareRelease.purpose == purpose)
    ended = ShareRelease.select().where(same & (ShareRelease.expires_at <= clock.expression()))
    return {each.share_id: each.expires_at for each in ended}


def parts(call: Call) -> list[Standing]:
    """Return what the page of an opening tells: the proposals, and prices that open apart."""
    asked = [Purpose.OPENING]
    if call.prices_apart and call.state in REVEALED_CALL_STATES:
        asked.append(Purpose.PRICES)
    known = (standing(call, each) for each in asked)
    return [each for each in known if each is not None]


def stopped(call: Call) -> OpeningRun:
    """Return the work on a call that was stopped, or refuse with ``NotFound``."""
    runs = (OpeningRun.call == call) & (OpeningRun.state == OpeningState.STOPPED)
    return found(OpeningRun.get_or_none(runs))


def due(call: Call) -> Purpose | None:
    """Return what a call's shares can be given for as it stands, or None."""
    if call.state is CallState.PUBLISHED:
        return Purpose.OPENING
    if call.state is CallState.RANKED and opening_prices.wait(call):
        return Purpose.PRICES
    return None


@dataclass(frozen=True)
class Turn:
    """One person's turn to give a share: of which call, for what, to which key."""

    call: Call
    purpose: Purpose
    key: CallKey


def give(call: Call, passphrase: str, by: Actor, at: datetime) -> OpeningRun | None:
    """Give one's own share; the last one that is needed begins the work, which is returned."""
    turn = _turn(call, by)
    share = call_keys.share_of(turn.key, by)
    _refuse_twice(turn, share, by)
    return _take(turn, share, call_keys.own_words(share, passphrase, by), by, at)


@dataclass(frozen=True)
class Paper:
    """What the head of office gives: the words of the paper, and the account's password."""

    words: str
    password: str


def give_paper(call: Call, paper: Paper, by: Actor, at: datetime) -> OpeningRun | None:
    """Give the share in escrow by the words on its paper, as ``give`` does."""
    turn = _turn(call, by)
    if Role.HEAD_OF_OFFICE not in by.roles:
        raise NotAllowed(Action.OPEN_SEALED)
    if not accounts.password_fits(accounts.person_of(by), paper.password):
        raise RuleBroken("signing_password", "password")
    share = next((each for each in call_keys.shares(turn.key) if each.escrow), None)
    if share is None or share.printed_at is None:
        raise RuleBroken("escrow_not_printed")
    words = share_words.checked(paper.words, share.digest)
    _refuse_twice(turn, share, by)
    return _take(turn, share, words, by, at)


def _turn(call: Call, by: Actor) -> Turn:
    require(by, Action.OPEN_SEALED, call)
    now = fresh(call)
    opening.refuse_early(now)
    purpose, key = due(now), call_keys.required(now)
    if purpose is None:
        raise WrongState("open_proposals", now.state)
    if not takes(opening_run.of(now, purpose)):
        raise RuleBroken("opening_under_way")
    return Turn(now, purpose, key)


def takes(run: OpeningRun | None) -> bool:
    """Say whether shares can be given: nothing was begun, or it must be begun again."""
    return run is None or (run.state is OpeningState.STOPPED and not run.key_box)


def _refuse_twice(turn: Turn, share: KeyShare, by: Actor) -> None:
    """Refuse a share that stands given, and a second one of the same person."""
    for each in call_keys.released(turn.key, turn.purpose):
        if each.share_id == share.id:
            there = each.expires_at.astimezone(ZoneInfo(turn.call.zone))
            raise RuleBroken("share_released", until=f"{there:%H:%M}")
        who = Person.get_by_id(each.released_by_id)
        if who.id == by.person_id or same_name(who.name, by.name):
            raise RuleBroken("share_same_person", name=who.name)


def _take(
    turn: Turn, share: KeyShare, words: str, by: Actor, at: datetime
) -> OpeningRun | None:
    with atomic():
        private = call_keys.give(share, words, turn.purpose, by, at)
        if not takes(opening_run.of(turn.call, turn.purpose)):
            raise RuleBroken("opening_under_way")
        if private is None:
            return None
        order = opening_run.Order(turn.purpose, private, _present(turn), _allowed(turn))
        call_keys.forget(turn.key, turn.purpose)
        run = opening_run.begin(turn.call, order, at)
        facts = {"purpose": turn.purpose.value, "envelopes": run.total}
        events.record(by, "call.opening_begun", turn.call, at, **facts)
    return run


def _present(turn: Turn) -> list[dict[str, object]]:
    given = call_keys.released(turn.key, turn.purpose)
    names = {each.id: each.name for each in Person.select().where(_gave(given))}
    return [
        {
            "person": str(each.released_by_id),
            "name": names[each.released_by_id],
            "share": each.share.position,
            "escrow": bool(each.share.escrow),
            "at": each.released_at.isoformat(),
        }
        for each in given
    ]


def _gave(given: Sequence[ShareRelease]) -> Expression:
    return Person.id.in_([each.released_by_id for each in given])


def _allowed(turn: Turn) -> frozenset[UUID] | None:
    """Return the proposals whose prices may be opened; None where all envelopes are opened."""
    return scoring.passed(turn.call) if turn.purpose is Purpose.PRICES else None


def fade() -> int:
    """Empty the shares that were given and ran out, by the database's own clock; count them.

    When they were given stays, so that the page can say that they ran out.
    """
    over = (ShareRelease.expires_at <= clock.expression()) & (ShareRelease.box != "")
    return int(ShareRelease.update(box="").where(over).execute())
