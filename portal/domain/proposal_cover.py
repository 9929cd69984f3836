"""Whether the staff of a proposal cover the shifts that a call asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken

FULL_TIME = Decimal("1.4")
"""Full-time people for one place in a shift on seven days a week, at five days each.

A default of the house, without leave and illness.
"""
TENTH = Decimal("0.1")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Post:
    """A post of the call: how many people it asks for in each of its shifts."""

    key: str
    name: str
    people: int
    shifts: Sequence[str]


@dataclass(frozen=True)
class Cover:
    """One part of the day: who is asked for at a time, and who is there for it.

    ``full_time`` counts the people by their share of time, spread over their shifts.
    ``wanted`` is what the posts that are filled at every hour of every day take; 0 for none.
    """

    shift: Shift
    asked: int
    people: int
    full_time: Decimal
    wanted: Decimal

    @property
    def short(self) -> bool:
        """Say whether there are fewer people than the call asks for at a time."""
        return self.people < self.asked

    @property
    def thin(self) -> bool:
        """Say whether the people are too few to be there on seven days a week."""
        return not self.short and self.full_time < self.wanted


def cover(
    rows: Sequence[Row], posts: Sequence[Post], *, day_and_night: bool = False
) -> list[Cover]:
    """Return each part of the day that the call asks for, with the staff that cover it."""
    always = [post for post in posts if day_and_night and len(post.shifts) == len(Shift)]
    return [
        _cover(shift, rows, asked, _people(always, shift))
        for shift in Shift
        if (asked := _people(posts, shift))
    ]


def _people(posts: Sequence[Post], shift: Shift) -> int:
    return sum(post.people for post in posts if shift.value in post.shifts)


def _cover(shift: Shift, rows: Sequence[Row], asked: int, always: int) -> Cover:
    there = [row for row in rows if shift.value in (row.get("shifts") or [])]
    full_time = sum((_full_time(row) for row in there), Decimal(0))
    people = sum(row.get("number") or 0 for row in there)
    rounded = full_time.quantize(TENTH, ROUND_HALF_UP)
    return Cover(shift, asked, people, rounded, (FULL_TIME * always).quantize(TENTH))


def _full_time(row: Row) -> Decimal:
    share = Decimal(row.get("share") or 0) / 100
    return Decimal(row.get("number") or 0) * share / len(row["shifts"])


def cover_rules(rows: Sequence[Row], posts: Sequence[Post], field: str) -> Iterator[RuleBroken]:
    """Return what staff lack for the call: a post that nobody fills, a shift with too few."""
    filled = {row.get("post") for row in rows}
    for post in posts:
        if post.key not in filled:
            yield RuleBroken("post_unfilled", field, name=post.name)
    for each in cover(rows, posts):
        if each.short:
            facts = {"people": each.people, "asked": each.asked}
            yield RuleBroken(f"cover_{each.shift}_short", field, **facts)
