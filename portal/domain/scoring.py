"""Points, means, the threshold and the ranking, in exact fractions."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

HIGHEST = 5
SCALE = range(HIGHEST + 1)
REASON_WORDS = 10
RECOMMENDATION_WORDS = 15
VOTES_NEEDED = 3
_WHOLE = 100
_HALF = 50

P = TypeVar("P", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True)
class Result(Generic[P, C]):
    """What one proposal reached: members' totals, means, and a rank if it passed."""

    proposal: P
    totals: tuple[Fraction, ...]
    by_criterion: Mapping[C, Fraction]
    mean: Fraction
    passed: bool
    rank: int | None = None


def words(text: str) -> int:
    """Count the words of a reason."""
    return len(text.split())


def points(weight: int, value: int) -> Fraction:
    """Return the points that a score of 0 to 5 gives on a criterion of this weight."""
    return Fraction(weight * value, HIGHEST)


def total(marks: Mapping[C, int], weights: Mapping[C, int]) -> Fraction:
    """Return the points of one scorecard, of the sum of the weights."""
    return sum((points(weights[each], marks[each]) for each in weights), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the exact mean, 0 for none."""
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def shown(value: Fraction) -> Decimal:
    """Round half up to two places, for reading only: no rule looks at the rounded figure."""
    return Decimal(math.floor(value * _WHOLE + Fraction(1, 2))).scaleb(-2)


def result(
    proposal: P, cards: Sequence[Mapping[C, int]], weights: Mapping[C, int], threshold: int
) -> Result[P, C]:
    """Return what the scorecards of one proposal add up to; the exact mean is judged."""
    totals = tuple(total(card, weights) for card in cards)
    means = {
        each: mean([points(weight, card[each]) for card in cards])
        for each, weight in weights.items()
    }
    reached = mean(totals)
    return Result(proposal, totals, means, reached, bool(cards) and reached >= threshold)


def ranked(
    cards: Mapping[P, Sequence[Mapping[C, int]]], weights: Mapping[C, int], threshold: int
) -> list[Result[P, C]]:
    """Return the results, best first; those who pass get a rank, equals the same one.

    A tie is broken by the mean on the heaviest criterion, then the next, in the order of
    ``weights`` among equal weights; what is then still equal shares its rank.
    """
    results = [result(each, list(sheets), weights, threshold) for each, sheets in cards.items()]
    order = sorted(weights, key=lambda each: -weights[each])
    results.sort(key=lambda each: strength(each, order), reverse=True)
    passed = [strength(each, order) for each in results if each.passed]
    return [_with_rank(each, passed, order) for each in results]


def strength(of: Result[P, C], order: Sequence[C]) -> tuple[Fraction, ...]:
    """Return what results are compared by: the mean, then the criteria in the given order."""
    return (of.mean, *(of.by_criterion[each] for each in order))


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
