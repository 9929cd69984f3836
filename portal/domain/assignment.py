"""Which proposal wins which lot when a partner may win only some: the best total, exactly.

Lots are matched to partners, each partner at most so often, by longest paths (Bellman, Ford).
The value of a match is one whole number, so that nothing is ever rounded.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import TypeAlias, TypeVar

L = TypeVar("L", bound=Hashable)
W = TypeVar("W", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class _End(Enum):
    """Nodes beside the lots and the partners."""

    FREE = "free"
    """Where a partner can win one lot more."""
    NOBODY = "nobody"
    """Who wins a lot that no partner can win."""


Node: TypeAlias = tuple[str, Hashable]
"""A lot, a partner or an end; a lot and a partner may have the same name."""
Edge: TypeAlias = tuple[Node, Node, int]
"""From, to, and what is gained on the way."""
_FREE: Node = ("end", _End.FREE)


def as_numbers(strengths: Mapping[K, Sequence[Fraction]], most: int) -> dict[K, int]:
    """Return each strength as a whole number; up to ``most`` of them add up as strengths do.

    Sums compare as the sums of the strengths: by the first part, then the second, and so on,
    and at last by how many there are.
    """
    parts = [part for each in strengths.values() for part in each]
    common = lcm(*(part.denominator for part in parts))
    base = 2 * (most + 1) * (max((abs(int(part * common)) for part in parts), default=0) + 1)
    found = {}
    for key, each in strengths.items():
        number = 0
        for part in each:
            number = number * base + int(part * common)
        found[key] = number * base + 1
    return found


class Assignment:
    """The lots matched to partners so that their values add up to the most.

    ``values`` says for each lot what it is worth when a partner wins it, more than nothing;
    ``most`` how many lots a partner may win.
    """

    def __init__(self, values: Mapping[L, Mapping[W, int]], most: int) -> None:
        self.values: dict[Hashable, dict[Hashable, int]] = {
            lot: {_End.NOBODY: 0, **dict(of_lot.items())} for lot, of_lot in values.items()
        }
        self.most = most
        self.winners: dict[Hashable, Hashable] = {}
        for lot in self.values:
            self._win(lot)

    @property
    def total(self) -> int:
        """Return what the assignment adds up to."""
        return sum(self.values[lot][who] for lot, who in self.winners.items())

    def candidates(self, lot: Hashable) -> list[Hashable]:
        """Return everyone who wins the lot in some assignment of the same total."""
        backwards = [(end, start, gain) for start, end, gain in self._edges()]
        gains, _before = _longest(backwards, ("lot", lot))
        return [
            who
            for who, value in self.values[lot].items()
            if who is not _End.NOBODY
            and (who == self.winners[lot] or gains.get(("who", who)) == -value)
        ]

    def _win(self, lot: Hashable) -> None:
        """Let one lot more be won, along the path that adds most; the others stay won."""
        start: Node = ("lot", lot)
        offers = [(start, ("who", who), value) for who, value in self.values[lot].items()]
        _gains, before = _longest([*self._edges(), *offers], start)
        end = before[_FREE]
        while True:
            taken = before[end]
            self.winners[taken[1]] = end[1]
            if taken == start:
                return
            end = before[taken]

    def _edges(self) -> Iterator[Edge]:
        """Return how a best assignment can be changed: other winners, and room for more."""
        for lot, winner in self.winners.items():
            for who, value in self.values[lot].items():
                if who == winner:
                    yield ("who", who), ("lot", lot), -value
                else:
                    yield ("lot", lot), ("who", who), value
        yield from self._room()

    def _room(self) -> Iterator[Edge]:
        won = Counter(self.winners.values())
        for who in {who for of_lot in self.values.values() for who in of_lot}:
            if who is _End.NOBODY or won[who] < self.most:
                yield ("who", who), _FREE, 0
            if won[who]:
                yield _FREE, ("who", who), 0


def _longest(
    edges: Iterator[Edge] | Sequence[Edge], start: Node
) -> tuple[dict[Node, int], dict[Node, Node]]:
    """Return the most that is gained from a node to each other, and the node before each.

    No way round gains anything, so a pass over all edges for each node is enough.
    """
    kept, gains, before = list(edges), {start: 0}, {}
    changed = True
    while changed:
        changed = False
        for one, other, gain in kept:
            if one in gains and gains[one] + gain > gains.get(other, gains[one] + gain - 1):
                gains[other], before[other] = gains[one] + gain, one
                changed = True
    return gains, before
