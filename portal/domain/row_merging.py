"""Putting two tables together that grew from one: row by row, and nothing added is lost.

A row that one side alone changed is taken from that side; one that both changed is a clash, for
which somebody chooses. Until then the row of the others stands, or the one that is still there.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
"""The rows of a table in their order, each under a key that is the same on both sides."""
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """A row that both sides changed; ``None`` where a side took it off."""

    mine: Row | None
    theirs: Row | None

    def chosen(self, choice: str) -> Row | None:
        """Return the row that was chosen; without a choice, one that is still there."""
        if choice == MINE:
            return self.mine
        return self.theirs if choice == THEIRS else self.theirs or self.mine


@dataclass(frozen=True)
class MergedRows:
    """The rows of both sides together, and the clashes by their key."""

    rows: Rows
    clashes: Mapping[str, Clash]


def merge_rows(
    base: Rows, mine: Rows, theirs: Rows, choices: Mapping[str, str] | None = None
) -> MergedRows:
    """Put two tables together that were both written on from ``base``.

    ``choices`` say for the key of a clash whose row is to stand: ``mine`` or ``theirs``.
    """
    rows: dict[str, Row] = {}
    clashes: dict[str, Clash] = {}
    for key in _order(mine, theirs):
        row = _settled(base.get(key), mine.get(key), theirs.get(key))
        if isinstance(row, Clash):
            clashes[key] = row
            row = row.chosen((choices or {}).get(key, ""))
        if row is not None:
            rows[key] = row
    return MergedRows(rows, clashes)


def _settled(base: Row | None, mine: Row | None, theirs: Row | None) -> Row | Clash | None:
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else Clash(mine, theirs)


def _order(mine: Rows, theirs: Rows) -> list[str]:
    """Return all keys: those of the others in their order, mine after the one before it."""
    order, before = list(theirs), -1
    for key in mine:
        if key not in theirs:
            order.insert(before + 1, key)
        before = order.index(key)
    return order


def keyed(base: Rows, rows: Sequence[Row], name: Callable[[Row], Hashable]) -> dict[str, Row]:
    """Give each row the key of the one in ``base`` from which it grew, new ones a new key.

    A row grew from the one that is the same, else from the first of the same ``name``. Two
    sides that add the same row give it the same key.
    """
    free = dict(base)
    found = _taken(free, rows, lambda row: json.dumps(row, sort_keys=True))
    found |= _taken(free, [{} if n in found else row for n, row in enumerate(rows)], name)
    added = _new(rows)
    return {found.get(n, added[n]): row for n, row in enumerate(rows)}


def _taken(
    free: dict[str, Row], rows: Sequence[Row], name: Callable[[Row], Hashable]
) -> dict[int, str]:
    """Return which rows grew from which key, and take those keys out of what is free."""
    found: dict[int, str] = {}
    for place, row in enumerate(rows):
        key = next((key for key, each in free.items() if row and name(each) == name(row)), None)
        if key is not None:
            found[place] = key
            del free[key]
    return found


def _new(rows: Sequence[Row]) -> list[str]:
    """Return a key for each row by what it says; the second of the same kind gets a number."""
    seen: dict[str, int] = {}
    made = []
    for row in rows:
        said = json.dumps(row, sort_keys=True)
        seen[said] = seen.get(said, 0) + 1
        made.append(f"new {seen[said]} {said}")
    return made
