"""Points, means, the threshold and the ranking, in exact fractions."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from portal.domain.pricing import Cost, Offer

USUAL_SCALE = 5
REASON_WORDS = 10
RECOMMENDATION_WORDS = 15
_WHOLE = 100
_HALF = 50

P = TypeVar("P", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True)
class Judged:
    """How one criterion counts: its weight, its scale from 0, and the least mean score."""

    weight: int
    scale: int = USUAL_SCALE
    least: int = 0


@dataclass(frozen=True)
class Result(Generic[P, C]):
    """What one proposal reached: members' totals, means, and a rank if it passed.

    ``below`` holds the criteria whose mean score is too low. ``cost`` is set where price
    counts too, for those who pass.
    """

    proposal: P
    totals: tuple[Fraction, ...]
    by_criterion: Mapping[C, Fraction]
    mean: Fraction
    passed: bool
    rank: int | None = None
    below: tuple[C, ...] = ()
    cost: Cost | None = None

    @property
    def final(self) -> Fraction:
        """Return the points that rank it: of quality and price together, or of quality."""
        return self.mean if self.cost is None else self.cost.combined


def words(text: str) -> int:
    """Count the words of a reason."""
    return len(text.split())


def points(judged: Judged, value: int) -> Fraction:
    """Return the points that a score gives on a criterion: its share of the weight."""
    return Fraction(judged.weight * value, judged.scale)


def total(marks: Mapping[C, int], judged: Mapping[C, Judged]) -> Fraction:
    """Return the points of one scorecard, of the sum of the weights."""
    return sum((points(judged[each], marks[each]) for each in judged), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the exact mean, 0 for none."""
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def shown(value: Fraction) -> Decimal:
    """Round half up to two places, for reading only: no rule looks at the rounded figure."""
    return Decimal(math.floor(value * _WHOLE + Fraction(1, 2))).scaleb(-2)


def result(
    proposal: P, cards: Sequence[Mapping[C, int]], judged: Mapping[C, Judged], threshold: int
) -> Result[P, C]:
    """Return what the scorecards of one proposal add up to; the exact means are judged."""
    totals = tuple(total(card, judged) for card in cards)
    means = {
        each: mean([points(how, card[each]) for card in cards]) for each, how in judged.items()
    }
    below = tuple(each for each, how in judged.items() if means[each] < points(how, how.least))
    reached = mean(totals)
    passed = bool(cards) and reached >= threshold and not below
    return Result(proposal, totals, means, reached, passed, below=below)


def ranked(
    cards: Mapping[P, Sequence[Mapping[C, int]]],
    judged: Mapping[C, Judged],
    threshold: int,
    offer: Offer[P] | None = None,
) -> list[Result[P, C]]:
    """Return the results, best first; those who pass get a rank, equals the same one.

    With an ``offer`` the price counts too, among those who pass. A tie is broken by the points
    of quality, then the mean on the heaviest criterion, then the next, in the order of
    ``judged`` among equal weights; what is then still equal shares its rank.
    """
    results = [result(each, list(sheets), judged, threshold) for each, sheets in cards.items()]
    costs = (
        offer.costs({each.proposal: each.mean for each in results if each.passed})
        if offer
        else {}
    )
    results = [replace(each, cost=costs.get(each.proposal)) for each in results]
    order = sorted(judged, key=lambda each: -judged[each].weight)
    results.sort(key=lambda each: (each.passed, strength(each, order)), reverse=True)
    passed = [strength(each, order) for each in results if each.passed]
    return [_with_rank(each, passed, order) for each in results]


def strength(of: Result[P, C], order: Sequence[C]) -> tuple[Fraction, ...]:
    """Return what results are compared by: final points, quality, then the criteria."""
    return (of.final, of.mean, *(of.by_criterion[each] for each in order))


def _with_rank(
    of: Result[P, C], passed: Sequence[tuple[Fraction, ...]], order: Sequence[C]
) -> Result[P, C]:
    return replace(of, rank=passed.index(strength(of, order)) + 1) if of.passed else of


def lowest_tick(figures: Sequence[Fraction], threshold: int) -> int:
    """Return where the scale of a spread picture begins: at half when nothing lies below."""
    return _HALF if min([*figures, Fraction(threshold)]) >= _HALF else 0


def place(value: Fraction | int, low: int) -> str:
    """Place a figure of 0 to 100 on a scale that begins at ``low``, in percent."""
    part = (Fraction(value) - low) * _WHOLE / (_WHOLE - low)
    return f"{float(part):.1f}%"
