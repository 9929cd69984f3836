"""Small counts in public figures: which cells are hidden so that none can be computed.

A count from 1 to below the limit could point to a person. It is hidden, and so are as many
others as it takes that nobody can work it out from totals. A zero is shown: it tells of nobody.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Sum = tuple[Key, Sequence[Key]]
"""A total and the parts that make it up."""
Row = dict[Key, Fraction]


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum[Key]], limit: int) -> set[Key]:
    """Return the keys whose counts must not be published.

    ``counts`` holds every count of a table, totals too; ``sums`` says which parts make up which
    total. Beside each small count another is hidden until the hidden ones of every shown total
    could each be as large as the limit, and until no total computes a hidden count.
    """
    covered = {key for key, count in counts.items() if 0 < count < limit}
    while more := _unsafe(counts, sums, covered, limit) or _computed(counts, sums, covered):
        covered.add(more.pop())
    return covered


def _unsafe(
    counts: Mapping[Key, int], sums: Sequence[Sum[Key]], covered: set[Key], limit: int
) -> list[Key]:
    """Return one more key to hide for the first total that tells too much, or nothing."""
    for total, parts in sums:
        inside = [key for key in parts if key in covered]
        if _tells(counts, total, inside, covered, limit):
            others = [key for key in parts if key not in covered and counts[key]]
            return [min(others, key=lambda key: counts[key])] if others else [total]
    return []


def _tells(
    counts: Mapping[Key, int], total: Key, inside: Sequence[Key], covered: set[Key], limit: int
) -> bool:
    if total in covered:
        return not inside and counts[total] > 0
    room = sum(counts[key] for key in inside) - (len(inside) - 1)
    return bool(inside) and (len(inside) == 1 or room < limit)


def _computed(
    counts: Mapping[Key, int], sums: Sequence[Sum[Key]], covered: set[Key]
) -> list[Key]:
    """Return one more key to hide where several totals together compute a hidden count."""
    rows = [_equation(each, covered) for each in sums]
    known = {next(iter(row)) for row in _reduced(rows) if len(row) == 1}
    if not known:
        return []
    near = [key for total, parts in sums for key in (total, *parts) if known & {total, *parts}]
    open_ones = [key for key in near if key not in covered and counts[key]]
    return [min(open_ones, key=lambda key: counts[key])] if open_ones else []


def _equation(each: Sum[Key], covered: set[Key]) -> Row[Key]:
    total, parts = each
    row: Row[Key] = {key: Fraction(1) for key in parts if key in covered}
    if total in covered:
        row[total] = Fraction(-1)
    return row


def _reduced(rows: Sequence[Row[Key]]) -> list[Row[Key]]:
    """Solve the equations as far as they go: one that is left with one key tells its count."""
    solved: dict[Key, Row[Key]] = {}
    for given in rows:
        row = dict(given)
        for key in list(row):
            if key in solved and key in row:
                row = _less(row, solved[key], row[key])
        if not row:
            continue
        pivot = next(iter(row))
        row = {key: value / row[pivot] for key, value in row.items()}
        solved = {
            key: _less(other, row, other[pivot]) if pivot in other else other
            for key, other in solved.items()
        }
        solved[pivot] = row
    return list(solved.values())


def _less(row: Row[Key], other: Row[Key], times: Fraction) -> Row[Key]:
    keys = dict.fromkeys((*row, *other))
    left = {
        key: row.get(key, Fraction(0)) - times * other.get(key, Fraction(0)) for key in keys
    }
    return {key: value for key, value in left.items() if value}
