"""What differs between two versions of a record's sections, down to the words of a text."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Section = Mapping[str, Any]
"""``columns`` by name, and ``rows`` as a list of mappings that bear their ``key``."""
UNTOLD = frozenset({"key", "position", "number", "place", "withdrawn_at"})
LABELS = ("title", "name", "text", "function", "standard", "person")
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


class Mark(StrEnum):
    """What happened to something between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Value:
    """One field that differs; before or after is ``None`` where it did not exist."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One difference of a section: of its own columns (no ``label``), or of one of its rows."""

    section: str
    mark: Mark
    values: tuple[Value, ...]
    label: str = ""


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, went or came."""

    mark: Mark
    text: str


def changes(before: Mapping[str, Section], after: Mapping[str, Section]) -> list[Change]:
    """Return what differs between two contents, section by section in the order of ``after``.

    Rows are the same when their keys are; their order is not a difference. A row that was
    withdrawn counts as removed.
    """
    return [
        each for section in after for each in _section(section, before[section], after[section])
    ]


def changed_sections(found: Sequence[Change]) -> list[str]:
    """Name the sections that differ, each once, in their order."""
    return list(dict.fromkeys(each.section for each in found))


def word_pieces(before: str, after: str) -> list[Piece]:
    """Return two texts as one run of pieces: the ones that stayed, went and came.

    The pieces that stayed and went spell ``before``; those that stayed and came ``after``.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        piece
        for tag, i, j, k, m in matcher.get_opcodes()
        for piece in _pieces(tag, "".join(old[i:j]), "".join(new[k:m]))
    ]


def _pieces(tag: str, old: str, new: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece(Mark.SAME, old)
        return
    if old:
        yield Piece(Mark.REMOVED, old)
    if new:
        yield Piece(Mark.ADDED, new)


def _section(section: str, before: Section, after: Section) -> Iterator[Change]:
    columns = _own(before["columns"], after["columns"])
    if columns:
        yield Change(section, Mark.CHANGED, columns)
    old, new = _rows(before), _rows(after)
    for key, row in new.items():
        yield from _row(section, old.get(key), row)
    for key, row in old.items():
        if key not in new:
            yield from _row(section, row, None)


def _own(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Value, ...]:
    """Return the columns that differ; one that came with a new release counts when filled."""
    return tuple(each for each in _values(before, after) if each.name in before or each.after)


def _rows(section: Section) -> dict[str, Mapping[str, Any]]:
    standing = [row for row in section["rows"] if not row.get("withdrawn_at")]
    return {str(row.get("key") or row.get("person")): row for row in standing}


def _row(
    section: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[Change]:
    values = _values(before or {}, after or {})
    if not values:
        return
    yield Change(section, _mark(before, after), values, _label(after or before or {}))


def _mark(before: object, after: object) -> Mark:
    if before is None:
        return Mark.ADDED
    return Mark.REMOVED if after is None else Mark.CHANGED


def _values(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Value, ...]:
    names = [name for name in dict.fromkeys([*before, *after]) if name not in UNTOLD]
    pairs = [Value(name, before.get(name), after.get(name)) for name in names]
    return tuple(each for each in pairs if each.before != each.after)


def _label(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in LABELS if row.get(name)), "")
