"""The chain of events and the tree over it: canonical form and hashes. No clock, no key.

An event is written down canonically and hashed as a leaf of a Merkle tree (RFC 6962). Each
chain hash is taken over the hash before it and the leaf, so an event can be hidden and still
be counted: whoever has its leaf alone can walk on.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

START = hashlib.sha256(b"portal audit chain").hexdigest()
"""What stands before the first event."""
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
_LEAF, _NODE, _LINK = b"\x00", b"\x01", b"\x02"


@dataclass(frozen=True)
class Entry:
    """What the chain holds of an event; ``time`` is never before that of the one before."""

    seq: int
    time: datetime
    at: datetime
    actor: UUID | None
    name: str
    kind: str
    subject: UUID
    facts: Mapping[str, object]


def content(entry: Entry) -> dict[str, object]:
    """Return what an event says, as plain data; ``time`` only where it differs from ``at``."""
    told = {
        "seq": entry.seq,
        "at": instant(entry.at),
        "actor": None if entry.actor is None else str(entry.actor),
        "name": entry.name,
        "kind": entry.kind,
        "subject": str(entry.subject),
        "facts": dict(entry.facts),
    }
    return told if entry.time == entry.at else {**told, "time": instant(entry.time)}


def instant(moment: datetime) -> str:
    """Write a moment in UTC, always with microseconds: 2026-03-02T12:00:00.000000Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def chain_time(at: datetime, before: datetime | None) -> datetime:
    """Return the time of an event in the log: its own, or the later one before it."""
    return at if before is None else max(at, before)


def canonical(value: object) -> bytes:
    """Write plain data in the one form that is hashed and signed: JSON in UTF-8, keys sorted.

    A float has no one way to be written, so it is refused with ``TypeError``.
    """
    _require_exact(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _require_exact(value: object) -> None:
    if isinstance(value, float):
        message = "a float has no canonical form"
        raise TypeError(message)
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            _require_exact(each)


def leaf(data: bytes) -> str:
    """Return the hash of one leaf of the tree (RFC 6962, 2.1)."""
    return hashlib.sha256(_LEAF + data).hexdigest()


def link(previous: str, leaf_hash: str) -> str:
    """Return the chain hash of an event: over the chain hash before it and its own leaf."""
    joined = bytes.fromhex(previous) + bytes.fromhex(leaf_hash)
    return hashlib.sha256(_LINK + joined).hexdigest()


def node(left: str, right: str) -> str:
    """Return the hash of two neighbouring parts of the tree."""
    joined = bytes.fromhex(left) + bytes.fromhex(right)
    return hashlib.sha256(_NODE + joined).hexdigest()


def grown(frontier: Sequence[str], size: int, leaf_hash: str) -> list[str]:
    """Return the whole parts of a tree of ``size`` leaves after one more leaf, left to right.

    These few hashes are all that is needed to add leaves and to know the root.
    """
    parts = [*frontier, leaf_hash]
    while size % 2 == 1:
        right = parts.pop()
        parts.append(node(parts.pop(), right))
        size //= 2
    return parts


def root_of(frontier: Sequence[str]) -> str:
    """Return the root of the tree whose whole parts these are."""
    if not frontier:
        return EMPTY_ROOT
    *rest, root = frontier
    for part in reversed(rest):
        root = node(part, root)
    return root


def tree_root(leaves: Iterable[str]) -> str:
    """Return the Merkle tree hash over leaf hashes (RFC 6962, 2.1)."""
    frontier: list[str] = []
    for size, each in enumerate(leaves):
        frontier = grown(frontier, size, each)
    return root_of(frontier)
