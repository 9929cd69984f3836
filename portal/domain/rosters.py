"""The roster of a week: who is there when; gaps, double bookings, rests that are too short."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from portal.domain.call_rules_scope import empty_shifts
from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken
from portal.domain.texts import tidy

LONGEST_REASON = 300
"""Characters of a reason why a gap stays open: it is printed beside the week."""
DAYS = range(7)
"""The days of a roster, from Monday on."""
SHIFTS = tuple(Shift)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,7}")
"""A staff code or initials: a roster needs no more of a person."""


class Provider(StrEnum):
    """Whose staff fill a post."""

    STATE = "state"
    IOM = "iom"
    PARTNER = "partner"


@dataclass(frozen=True, order=True)
class Slot:
    """One shift of one day of the week; day 0 is its Monday."""

    day: int
    shift: Shift

    @property
    def key(self) -> str:
        """The slot as it is kept, such as ``0-night``."""
        return f"{self.day}-{self.shift.value}"


SLOTS = tuple(Slot(day, shift) for day in DAYS for shift in SHIFTS)


@dataclass(frozen=True)
class Hours:
    """The week by its Monday, and when each shift begins on the clocks of the centre."""

    monday: date
    zone: str
    starts: Mapping[Shift, time]

    def span(self, slot: Slot) -> tuple[datetime, datetime]:
        """Return when a shift begins and ends, in UTC; it lasts until the next one begins."""
        place = SHIFTS.index(slot.shift)
        if place + 1 < len(SHIFTS):
            return self._at(slot), self._at(Slot(slot.day, SHIFTS[place + 1]))
        return self._at(slot), self._at(Slot(slot.day + 1, SHIFTS[0]))

    def _at(self, slot: Slot) -> datetime:
        day = self.monday + timedelta(days=slot.day)
        there = datetime.combine(day, self.starts[slot.shift], ZoneInfo(self.zone))
        return there.astimezone(UTC)


@dataclass(frozen=True)
class PostFacts:
    """A post: how many people it wants in each shift, and whose codes stand in which slot."""

    key: str
    function: str
    wanted: Mapping[Shift, int] = field(default_factory=dict)
    staff: Mapping[Slot, Sequence[str]] = field(default_factory=dict)

    def there(self, slot: Slot) -> Sequence[str]:
        """Return the codes of a slot."""
        return self.staff.get(slot, ())


@dataclass(frozen=True)
class Gap:
    """A slot of a post with fewer people than it wants."""

    post: str
    function: str
    slot: Slot
    there: int
    wanted: int

    @property
    def key(self) -> str:
        """The gap as its reason is kept under."""
        return f"{self.post}:{self.slot.key}"


@dataclass(frozen=True)
class Double:
    """Somebody who stands in two posts of one slot."""

    code: str
    slot: Slot


@dataclass(frozen=True)
class Rest:
    """Two shifts of somebody with fewer hours between them than there should be.

    The first is of the week before where ``first`` is none.
    """

    code: str
    first: Slot | None
    second: Slot
    hours: int


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def broken_starts(starts: Mapping[Shift, time]) -> list[RuleBroken]:
    """Return what is wrong with the times of shifts: each begins after the one before it."""
    told = [starts[shift] for shift in SHIFTS]
    sound = all(first < second for first, second in pairwise(told))
    return [] if sound else [RuleBroken("roster_times", "evening_from")]


def codes(typed: str) -> list[str]:
    """Read staff codes from a line, each once; refuse what is no code."""
    found = [each.upper() for each in re.split(r"[\s,;]+", typed) if each]
    if wrong := next((each for each in found if not _CODE.fullmatch(each)), None):
        raise RuleBroken("roster_code", code=wrong)
    return list(dict.fromkeys(found))


def gaps(posts: Sequence[PostFacts]) -> list[Gap]:
    """Return where fewer people are there than a post wants, by day and shift."""
    return [
        Gap(post.key, post.function, slot, len(post.there(slot)), wanted)
        for slot in SLOTS
        for post in posts
        if (wanted := post.wanted.get(slot.shift, 0)) > len(post.there(slot))
    ]


def uncovered(posts: Sequence[PostFacts]) -> list[Shift]:
    """Return the shifts in which no post wants anybody: care is for every hour."""
    wanting = ((shift.value for shift in SHIFTS if post.wanted.get(shift)) for post in posts)
    return empty_shifts(tuple(tuple(each) for each in wanting))


def doubles(posts: Sequence[PostFacts]) -> list[Double]:
    """Return who stands in more than one post of a slot."""
    found = []
    for slot in SLOTS:
        booked = [code for post in posts for code in post.there(slot)]
        twice = sorted({code for code in booked if booked.count(code) > 1})
        found += [Double(code, slot) for code in twice]
    return found


def ends(posts: Sequence[PostFacts], hours: Hours) -> dict[str, datetime]:
    """Return when the last shift of each person of a week ends."""
    found: dict[str, datetime] = {}
    for slot in SLOTS:
        for post in posts:
            for code in post.there(slot):
                found[code] = hours.span(slot)[1]
    return found


def short_rests(
    posts: Sequence[PostFacts], hours: Hours, least: int, before: Mapping[str, datetime]
) -> list[Rest]:
    """Return rests under ``least`` hours between shifts, also since the week ``before``."""
    people = sorted({code for post in posts for each in post.staff.values() for code in each})
    return [rest for code in people for rest in _rests(code, posts, hours, least, before)]


def _rests(
    code: str,
    posts: Sequence[PostFacts],
    hours: Hours,
    least: int,
    before: Mapping[str, datetime],
) -> Iterator[Rest]:
    last: Slot | None = None
    ended = before.get(code)
    for slot in SLOTS:
        if not any(code in post.there(slot) for post in posts):
            continue
        begins, ends_at = hours.span(slot)
        if ended is not None and begins - ended < timedelta(hours=least):
            rest = max(0, int((begins - ended).total_seconds()) // 3600)
            yield Rest(code, last, slot, rest)
        last, ended = slot, ends_at


def unexplained(found: Sequence[Gap], reasons: Mapping[str, str]) -> list[Gap]:
    """Return the gaps without a stated reason."""
    return [each for each in found if not reasons.get(each.key, "").strip()]


def stated(found: Sequence[Gap], typed: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons as they are kept: of these gaps only, each on one line, tidied."""
    return {each.key: " ".join(tidy(typed.get(each.key, "")).split()) for each in found}


def too_long(reasons: Mapping[str, str]) -> list[RuleBroken]:
    """Return what is wrong with reasons longer than a line of the roster holds."""
    long = any(len(each) > LONGEST_REASON for each in reasons.values())
    return [RuleBroken("roster_reason_long", most=LONGEST_REASON)] if long else []


def cover(posts: Sequence[PostFacts]) -> list[list[tuple[int, int]]]:
    """Return how many are there and wanted, shifts down and days across.

    People beyond what their post wants fill no gap of another one.
    """
    return [[_cover(posts, Slot(day, shift)) for day in DAYS] for shift in SHIFTS]


def _cover(posts: Sequence[PostFacts], slot: Slot) -> tuple[int, int]:
    wanted = [post.wanted.get(slot.shift, 0) for post in posts]
    there = [len(post.there(slot)) for post in posts]
    return sum(map(min, there, wanted)), sum(wanted)
