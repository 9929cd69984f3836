"""How steady a ranking is, and how members score beside each other, with their names."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from portal.domain.evaluation import Inputs
from portal.domain.robustness import Sensitivity, Severity, Without, sensitivity, severities
from portal.models import Call, Lot
from portal.services import evaluations, opening_prices, scoring
from portal.services.evaluations import Judgement, code_of

MOST_SHOWN = 10
"""How many proposals are shown at most: those that come nearest to the first rank."""


Row: TypeAlias = tuple[str, Sequence[int | Fraction], int | Fraction | None, object]
"""A row of a picture: its name, its figures, the one that counts, and what is written."""
Axis: TypeAlias = tuple[int, int, Sequence[int]]
"""The axis of a picture: its ends and what is named on it."""


@dataclass(frozen=True)
class Moved:
    """The ranks of one proposal: as it is, and with each member or criterion left out.

    ``falls_out`` counts the cases in which it does not pass.
    """

    partner: str
    number: str
    rank: int | None
    ranks: Sequence[int]
    falls_out: int

    @property
    def best(self) -> int | None:
        """The best rank that it gets in any case."""
        return min(self.ranks, default=None)

    @property
    def worst(self) -> int | None:
        """The worst rank that it gets where it passes."""
        return max(self.ranks, default=None)


@dataclass(frozen=True)
class LeftOut:
    """One case: what is left out, who is first then, and how many ranks move."""

    name: str
    is_member: bool
    first: Sequence[str]
    moves: int


@dataclass(frozen=True)
class Steadiness:
    """How the ranking of one lot moves when one member or one criterion is left out."""

    lot: Lot
    steady: bool
    proposals: Sequence[Moved]
    cases: Sequence[LeftOut]
    left: int = 0
    """How many proposals are not shown."""

    @property
    def rows(self) -> list[Row]:
        """The proposals as rows of a picture."""
        return [(each.partner, each.ranks, each.rank, each.rank) for each in self.proposals]

    @property
    def axis(self) -> Axis:
        """The ranks from the first to the worst that is shown."""
        worst = max((each.worst or 1 for each in self.proposals), default=1)
        return (1, worst, sorted({1, (1 + worst) // 2, worst}))


@dataclass(frozen=True)
class Named:
    """A member with how they score beside the others."""

    member: str
    severity: Severity

    @property
    def row(self) -> Row:
        """The member as a row of a picture: the difference on each proposal, and the mean."""
        mean = self.severity.severity
        return (self.member, self.severity.differences, mean, mean)


def of_call(call: Call) -> list[Steadiness]:
    """Return how steady the ranking of each revealed lot is, where it can be ranked."""
    if opening_prices.wait(call):
        return []
    of = scoring.judgement(call)
    inputs = evaluations.inputs(of)
    found = [(lot, sensitivity(inputs, lot.number)) for lot in of.lots]
    return [_of_lot(of, lot, each) for lot, each in found if each.ranks and each.without]


def _of_lot(of: Judgement, lot: Lot, found: Sensitivity) -> Steadiness:
    partners = {str(each.number): each.partner.name for each in of.proposals}
    moved = sorted((_moved(key, partners[key], found) for key in found.ranks), key=_nearness)
    names = _names(of)
    cases = [_case(each, found, names, partners) for each in found.without]
    shown = moved[:MOST_SHOWN]
    return Steadiness(lot, found.steady, shown, cases, len(moved) - len(shown))


def _moved(number: str, partner: str, found: Sensitivity) -> Moved:
    cases = [found.ranks[number], *(each.ranks.get(number) for each in found.without)]
    ranks = [rank for rank in cases if rank is not None]
    return Moved(partner, number, found.ranks[number], ranks, len(cases) - len(ranks))


def _nearness(each: Moved) -> tuple[float, float, str]:
    far = float("inf")
    return each.rank or far, each.best or far, each.number


def _names(of: Judgement) -> Mapping[str, str]:
    codes = evaluations.members(of)
    sheets = [each for own in of.sheets.values() for each in own]
    members = {codes[each.seat]: each.member for each in sheets}
    return members | {code_of(each): each.name for each in of.criteria}


def _case(
    without: Without, found: Sensitivity, names: Mapping[str, str], partners: Mapping[str, str]
) -> LeftOut:
    code = without.member or without.criterion or ""
    first = [partners[key] for key, rank in without.ranks.items() if rank == 1]
    moves = sum(rank != without.ranks.get(key) for key, rank in found.ranks.items())
    return LeftOut(names[code], without.member is not None, first, moves)


@dataclass(frozen=True)
class Members:
    """How the members of one lot score beside the others, the severest first."""

    lot: Lot
    named: Sequence[Named]

    @property
    def rows(self) -> list[Row]:
        """The members as rows of a picture."""
        return [each.row for each in self.named]

    @property
    def axis(self) -> Axis:
        """Points from as far below the others to as far above them."""
        differences = [each for one in self.named for each in one.severity.differences]
        far = max((math.ceil(abs(each)) for each in differences), default=1) or 1
        return (-far, far, (-far, 0, far))


def members_of(call: Call) -> list[Members]:
    """Return how the members of each revealed lot score beside the others."""
    of = scoring.judgement(call)
    inputs, names = evaluations.inputs(of), _names(of)
    return [Members(lot, _named(inputs, lot, names)) for lot in of.lots]


def _named(inputs: Inputs, lot: Lot, names: Mapping[str, str]) -> list[Named]:
    found = sorted(severities(inputs, lot.number), key=lambda each: each.severity)
    return [Named(names[each.member], each) for each in found]
