"""What differs between two tables whose rows bear no key: matched by what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.changes import Mark
from portal.domain.proposal_parts import is_empty

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RowChange:
    """A row that was changed, added or removed; nothing stands where it was not or is not."""

    mark: str
    before: Row
    after: Row


def table_changes(before: Sequence[Row], after: Sequence[Row], name: str) -> list[RowChange]:
    """Return the rows that differ, in the order of the later table; those gone come last.

    A row with the same text in the column ``name`` was changed; with another one it was
    removed, and a row added. The order of rows is no difference, nor how a field is empty.
    """
    gone, come = _apart(before, after), _apart(after, before)
    found = []
    for row in come:
        former = next((each for each in gone if _named(each, name) == _named(row, name)), None)
        if former is not None:
            gone.remove(former)
        found.append(_come(former, row))
    return [*found, *(RowChange(Mark.REMOVED.value, each, {}) for each in gone)]


def _come(former: Row | None, row: Row) -> RowChange:
    mark = Mark.ADDED if former is None else Mark.CHANGED
    return RowChange(mark.value, former or {}, row)


def _apart(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return the rows that do not stand in the other table, each as often as it is more."""
    rest, found = [_filled(each) for each in others], []
    for row in rows:
        if _filled(row) in rest:
            rest.remove(_filled(row))
        else:
            found.append(row)
    return found


def _filled(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not is_empty(value)}


def _named(row: Row, name: str) -> str:
    return str(row.get(name) or "").casefold()
