"""The public list of calls: three states, filters, search, and pages by key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from peewee import Expression, ModelSelect, Value, fn

from portal.domain.call_kinds import CallKind
from portal.domain.lifecycle import PUBLIC_CALL_STATES, CallState
from portal.models import Call, Centre, Lot
from portal.services import call_search, events
from portal.services.prepared import Prepared

SIZE = 20
OPEN, CLOSED, AWARDED = "open", "closed", "awarded"
STATES = (OPEN, CLOSED, AWARDED)
_SHOWN_STATES = PUBLIC_CALL_STATES | {CallState.CANCELLED}
_ONE_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; ``after`` and ``before`` are keys of neighbouring pages."""

    state: str = OPEN
    text: str = ""
    country: str = ""
    service: str = ""
    place: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but the state is asked for."""
        return replace(self, state=OPEN, after="", before="") != Wanted()


@dataclass(frozen=True)
class Key:
    """Where a page ends: the deadline and the key of its last call."""

    deadline: datetime
    call_id: UUID

    def __str__(self) -> str:
        """Write the key for an address."""
        return f"{self.deadline.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.call_id.hex}"


class Shown(NamedTuple):
    """What the list shows of a call."""

    id: UUID
    reference: str
    slug: str
    state: CallState
    title: str
    language: str
    currency: str
    zone: str
    months: int
    deadline: datetime
    country: str


@dataclass(frozen=True)
class Row:
    """One call of the list, with what its lots add up to."""

    call: Shown
    country: str
    cities: list[str] = field(default_factory=list)
    lots: int = 0
    ceiling: Decimal = Decimal(0)


@dataclass(frozen=True)
class Page:
    """A page of the list: its calls in order, and the keys that lead to the next pages."""

    keys: list[Key]
    before: str = ""
    after: str = ""
    count: int | None = None
    """How many calls fit on all pages together, where that was seen in passing."""


def mark() -> int:
    """Return what changes with everything that happens to a call."""
    return events.mark("call")


def read_key(text: str) -> Key | None:
    """Read the key of a page; None for anything that is none."""
    moment, _, call_id = text.partition("-")
    try:
        deadline = datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        return Key(deadline, UUID(hex=call_id))
    except ValueError:
        return None


def page(wanted: Wanted, at: datetime, size: int = SIZE) -> Page:
    """Return one page of the calls that fit, in one query.

    Open calls stand by deadline, the nearest first; the others latest first.
    """
    keys, more, fitting = _slice(wanted, at, size)
    backwards = read_key(wanted.before) is not None
    goes_on = backwards or more
    came_from = more if backwards else read_key(wanted.after) is not None
    return Page(
        keys,
        before=str(keys[0]) if keys and came_from else "",
        after=str(keys[-1]) if keys and goes_on else "",
        count=fitting,
    )


def count(wanted: Wanted, at: datetime) -> int:
    """Return how many calls fit, on all pages together."""
    if _is_whole(wanted):
        return int(_counts(wanted.state)(*_moments(wanted.state, at))[0][0])
    return int(_fitting(Call.select(fn.COUNT(Call.id)), wanted, at).scalar())


def _is_whole(wanted: Wanted) -> bool:
    """Say whether a state is asked for from its beginning: what most people look at."""
    return wanted == Wanted(state=wanted.state)


def _moments(state: str, at: datetime) -> tuple[datetime, ...]:
    """Return what the condition of a state asks of the time."""
    return () if state == AWARDED else (at,)


@cache
def _counts(state: str) -> Prepared[tuple[int]]:
    def make(at: datetime = _NEVER) -> "ModelSelect[Call]":
        counted = Call.select(fn.COUNT(Call.id))
        return _fitting(counted, Wanted(state=state), at)

    return Prepared(make, plain=tuple)


@cache
def _first_keys(state: str, size: int) -> Prepared[tuple[datetime, UUID]]:
    def make(at: datetime = _NEVER) -> "ModelSelect[Call]":
        query = _fitting(Call.select(Call.deadline, Call.id), Wanted(state=state), at)
        return _ordered(query, rising=state == OPEN).limit(size + 1)

    return Prepared(make, plain=tuple)


def rows(call_ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Read calls of the list with what their lots add up to, in two queries."""
    by_call: dict[UUID, list[_Lot]] = {}
    for call_id, city, ceiling in _lots(*call_ids):
        by_call.setdefault(call_id, []).append((city, ceiling))
    return {call.id: _row(call, by_call.get(call.id, [])) for call in _calls(*call_ids)}


_Lot = tuple[str, Decimal]
_calls: Prepared[Shown] = Prepared(
    lambda *keys: (
        Call.select(*(getattr(Call, name) for name in Shown._fields[:-1]), Centre.country)
        .join(Centre)
        .where(Call.id.in_(keys))
    ),
    plain=Shown,
)
_lots: Prepared[tuple[UUID, str, Decimal]] = Prepared(
    lambda *keys: (
        Lot.select(Lot.call, Lot.city, Lot.ceiling)
        .where(Lot.call.in_(keys) & Lot.withdrawn_at.is_null())
        .order_by(Lot.number)
    ),
    plain=tuple,
)


def countries() -> list[str]:
    """Return the codes of the countries with a public call."""
    return sorted(code for (code,) in _countries())


def _with_calls() -> "ModelSelect[Centre]":
    shown = Call.select(Call.id).where((Call.centre == Centre.id) & _public())
    return Centre.select(Centre.country).where(fn.EXISTS(shown)).distinct()


_countries: Prepared[tuple[str]] = Prepared(_with_calls, plain=tuple)


def latest(size: int = 50) -> list[Call]:
    """Return the calls published last, newest first."""
    chosen = Call.select(Call, Centre).join(Centre).where(_public())
    return list(chosen.order_by(Call.published_at.desc()).limit(size))


def is_listed(call: Call) -> bool:
    """Say whether a call stands in the public list: invitations never do."""
    return (
        call.kind is CallKind.OPEN
        and call.amends_id is None
        and call.published_at is not None
        and call.state in _SHOWN_STATES
    )


def _public() -> Expression:
    listed = (Call.kind == CallKind.OPEN) & Call.amends.is_null()
    shown = Call.state.in_(list(_SHOWN_STATES))
    return listed & shown & Call.published_at.is_null(is_null=False)


def _conditions(wanted: Wanted, at: datetime) -> list[Expression]:
    found = [_public(), _state(wanted.state, at)]
    if wanted.country:
        found.append(Centre.country == wanted.country)
    if wanted.language:
        accepted = fn.LOWER(Call.languages).contains(f'"{wanted.language}"')
        found.append((Call.language == wanted.language) | accepted)
    if wanted.service:
        found.append(fn.LOWER(Call.services).contains(f'"{wanted.service}"'))
    if wanted.place.strip():
        near = Lot.city.contains(wanted.place.strip()) & Lot.withdrawn_at.is_null()
        found.append(Call.id.in_(Lot.select(Lot.call).where(near)))
    return [*found, *_texts(wanted.text), *_days(wanted)]


def _texts(typed: str) -> list[Expression]:
    if not typed.strip():
        return []
    keys = call_search.matching(typed)
    return [Call.id.in_([])] if keys is None else [Expression(Call.id, "IN", keys)]


def _days(wanted: Wanted) -> list[Expression]:
    found = []
    if wanted.since:
        found.append(Call.deadline >= _midnight(wanted.since))
    if wanted.until:
        found.append(Call.deadline < _midnight(wanted.until) + _ONE_DAY)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _state(state: str, at: datetime) -> Expression:
    if state == AWARDED:
        return Call.state == CallState.AWARDED
    if state == CLOSED:
        over = (Call.state != CallState.PUBLISHED) | (Call.deadline <= at)
        return Call.state.in_(list(_SHOWN_STATES - {CallState.AWARDED})) & over
    return (Call.state == CallState.PUBLISHED) & (Call.deadline > at)


def _fitting(query: "ModelSelect[Call]", wanted: Wanted, at: datetime) -> "ModelSelect[Call]":
    joined = query.join(Centre) if wanted.country else query
    return joined.where(*_conditions(wanted, at))


def _slice(wanted: Wanted, at: datetime, size: int) -> tuple[list[Key], bool, int | None]:
    if _is_whole(wanted):
        first = _first_keys(wanted.state, size)(*_moments(wanted.state, at))
        return [Key(*each) for each in first[:size]], len(first) > size, None
    before, after = read_key(wanted.before), read_key(wanted.after)
    rising = (wanted.state == OPEN) is (before is None)
    key = before or after
    counted = Value(None) if key else fn.COUNT(Call.id).over()
    query = _fitting(Call.select(Call.deadline, Call.id, counted), wanted, at)
    if key:
        query = query.where(_beyond(key, rising=rising))
    rows: Any = list(_ordered(query, rising=rising).limit(size + 1).tuples())
    found = [Key(*row[:2]) for row in rows]
    kept = found[:size]
    fitting = None if key else rows[0][2] if rows else 0
    return (kept[::-1] if before else kept), len(found) > size, fitting


def _ordered(query: "ModelSelect[Call]", *, rising: bool) -> "ModelSelect[Call]":
    order = (Call.deadline, Call.id) if rising else (Call.deadline.desc(), Call.id.desc())
    return query.order_by(*order)


def _beyond(key: Key, *, rising: bool) -> Expression:
    if rising:
        tie = (Call.deadline == key.deadline) & (Call.id > key.call_id)
        return (Call.deadline >= key.deadline) & ((Call.deadline > key.deadline) | tie)
    tie = (Call.deadline == key.deadline) & (Call.id < key.call_id)
    return (Call.deadline <= key.deadline) & ((Call.deadline < key.deadline) | tie)


def _row(call: Shown, lots: Sequence[_Lot]) -> Row:
    cities = list(dict.fromkeys(city for city, _ceiling in lots))
    ceiling = sum((ceiling for _city, ceiling in lots), Decimal(0))
    return Row(call, call.country, cities, len(lots), ceiling)
