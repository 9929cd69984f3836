"""Walking along the chain of events: the first place that does not hold, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.domain.audit_chain import (
    START,
    Entry,
    canonical,
    chain_time,
    content,
    grown,
    leaf,
    link,
    root_of,
)
from portal.domain.errors import RuleBroken
from portal.domain.signed_notes import Checkpoint, read_checkpoint, signed_by


@dataclass(frozen=True)
class Linked:
    """An event as it is stored: what it says, and the hashes beside it."""

    entry: Entry
    previous: str
    hash: str


@dataclass
class Walk:
    """How far the chain was walked, and what its tree was worth at each checkpoint."""

    checkpoints: Mapping[int, Checkpoint] = field(default_factory=dict)
    size: int = 0
    hash: str = START
    time: datetime | None = None
    frontier: list[str] = field(default_factory=list)

    def take(self, row: Linked) -> RuleBroken | None:
        """Take the next event; return what does not hold there."""
        entry = row.entry
        leaf_hash = leaf(canonical(content(entry)))
        broken = self._fault(row, leaf_hash)
        if broken is not None:
            return broken
        self.frontier = grown(self.frontier, self.size, leaf_hash)
        self.size, self.hash, self.time = entry.seq, row.hash, entry.time
        told = self.checkpoints.get(self.size)
        return None if told is None else self.compare(told)

    def _fault(self, row: Linked, leaf_hash: str) -> RuleBroken | None:
        entry, expected = row.entry, self.size + 1
        faults = (
            (entry.seq != expected, RuleBroken("chain_gap", seq=expected, found=entry.seq)),
            (row.previous != self.hash, RuleBroken("chain_parted", seq=entry.seq)),
            (row.hash != link(self.hash, leaf_hash), RuleBroken("chain_changed", seq=expected)),
            (
                entry.time != chain_time(entry.at, self.time),
                RuleBroken("chain_time", seq=expected),
            ),
        )
        return next((broken for is_wrong, broken in faults if is_wrong), None)

    def compare(self, told: Checkpoint) -> RuleBroken | None:
        """Compare what a checkpoint tells of a log of this size with the log itself."""
        if (told.root, told.chain) == (root_of(self.frontier), self.hash):
            return None
        return RuleBroken("checkpoint_differs", size=told.size)

    def end(self, size: int, chain: str) -> RuleBroken | None:
        """Compare where the walk ended with what is known of the end of the log."""
        if self.size < size:
            return RuleBroken("chain_short", size=size, found=self.size)
        if (self.size, self.hash) != (size, chain):
            return RuleBroken("chain_long", size=size, found=self.size)
        return None


def read_all(
    notes: Iterable[str], keys: Mapping[str, bytes]
) -> tuple[dict[int, Checkpoint], RuleBroken | None]:
    """Read signed checkpoints by their size; the first that no known key signed is named."""
    found: dict[int, Checkpoint] = {}
    for number, note in enumerate(notes, 1):
        told = read_checkpoint(note)
        if told is None or not any(signed_by(note, public) for public in keys.values()):
            size = number if told is None else told.size
            return found, RuleBroken("checkpoint_forged", size=size)
        found[told.size] = told
    return found, None
