"""Points, means, the threshold and the ranking, in exact fractions."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from portal.domain.pricing import Cost, Offer

USUAL_SCALE = 5
REASON_WORDS = 10
RECOMMENDATION_WORDS = 15
_WHOLE = 100
_HALF = 50

P = TypeVar("P", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Exact: TypeAlias = int | Fraction
"""A score, exactly."""


@dataclass(frozen=True)
class Judged:
    """How one criterion counts: its weight, its scale from 0, and the least mean score."""

    weight: Exact
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


def points(judged: Judged, value: Exact) -> Fraction:
    """Return the points that a score gives on a criterion: its share of the weight."""
    return Fraction(judged.weight * value, judged.scale)


def total(marks: Mapping[C, Exact], judged: Mapping[C, Judged]) -> Fraction:
    """Return the points of one scorecard, of the sum of the weights."""
    common = math.lcm(*(how.scale for how in judged.values()))
    parts = (how.weight * (common // how.scale) * marks[each] for each, how in judged.items())
    return Fraction(sum(parts), common)


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the exact mean, 0 for none."""
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)


def shown(value: Fraction) -> Decimal:
    """Round half up to two places, for reading only: no rule looks at the rounded figure."""
    return Decimal(math.floor(value * _WHOLE + Fraction(1, 2))).scaleb(-2)


def result(
    proposal: P,
    cards: Sequence[Mapping[C, Exact]],
    judged: Mapping[C, Judged],
    threshold: int,
    moderated: Mapping[C, Exact] | None = None,
) -> Result[P, C]:
    """Return what the scorecards of one proposal add up to; the exact means are judged.

    A ``moderated`` score stands in the place of the mean of the members on its criterion.
    """
    agreed = moderated or {}
    totals = tuple(total(card, judged) for card in cards)
    means = {
        each: points(how, agreed[each]) if each in agreed else _mean_on(each, how, cards)
        for each, how in judged.items()
    }
    below = tuple(each for each, how in judged.items() if means[each] < points(how, how.least))
    reached = sum(means.values(), Fraction(0))
    passed = bool(cards) and reached >= threshold and not below
    return Result(proposal, totals, means, reached, passed, below=below)


def _mean_on(criterion: C, how: Judged, cards: Sequence[Mapping[C, Exact]]) -> Fraction:
    given = sum(card[criterion] for card in cards)
    return Fraction(how.weight * given, how.scale * len(cards)) if cards else Fraction(0)


def priced(results: Sequence[Result[P, C]], offer: Offer[P] | None) -> list[Result[P, C]]:
    """Return the results with what the price of each is worth, among those who pass."""
    if offer is None:
        return list(results)
    costs = offer.costs({each.proposal: each.mean for each in results if each.passed})
    return [replace(each, cost=costs.get(each.proposal)) for each in results]


def ranked(results: Iterable[Result[P, C]], judged: Mapping[C, Judged]) -> list[Result[P, C]]:
    """Return the results, best first; those who pass get a rank, equals the same one.

    A tie is broken by the points of quality, then the mean on the heaviest criterion, then the
    next, in the order of ``judged`` among equal weights; what is then still equal shares its
    rank.
    """
    order = heaviest_first(judged)
    by_strength = [(each.passed, strength(each, order), each) for each in results]
    by_strength.sort(key=lambda each: each[:2], reverse=True)
    found: list[Result[P, C]] = []
    before: tuple[Fraction, ...] | None = None
    for place, (passed, reached, each) in enumerate(by_strength, 1):
        rank = found[-1].rank if reached == before else place
        found.append(replace(each, rank=rank if passed else None))
        before = reached
    return found


def heaviest_first(judged: Mapping[C, Judged]) -> list[C]:
    """Return the criteria in the order in which they break a tie."""
    return sorted(judged, key=lambda each: -judged[each].weight)


def strength(of: Result[P, C], order: Sequence[C]) -> tuple[Fraction, ...]:
    """Return what results are compared by: final points, quality, then the criteria."""
    return (of.final, of.mean, *(of.by_criterion[each] for each in order))


def lowest_tick(figures: Sequence[Fraction], threshold: int) -> int:
    """Return where the scale of a spread picture begins: at half when nothing lies below."""
    return _HALF if min([*figures, Fraction(threshold)]) >= _HALF else 0


def place(value: Fraction | int, low: int) -> str:
    """Place a figure of 0 to 100 on a scale that begins at ``low``, in percent."""
    part = (Fraction(value) - low) * _WHOLE / (_WHOLE - low)
    return f"{float(part):.1f}%"
