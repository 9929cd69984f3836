"""Typed indicators: what a figure is worth, what contradicts it, how figures add up over time.

All figures are whole numbers and nothing is rounded before it is shown: a ratio or percentage
keeps its numerator (``total``) and its denominator.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from portal.domain.call_terms import Dimension
from portal.domain.errors import RuleBroken

HUNDRED = 100


class IndicatorKind(StrEnum):
    """What an indicator measures."""

    COUNT = "count"
    RATIO = "ratio"
    PERCENTAGE = "percentage"
    YES_NO = "yes_no"


class Adding(StrEnum):
    """How the figures of periods make the cumulative one."""

    SUM = "sum"
    MAXIMUM = "maximum"
    AVERAGE = "average"
    LATEST = "latest"


K, A = IndicatorKind, Adding
WAYS: Mapping[IndicatorKind, tuple[Adding, ...]] = {
    K.COUNT: (A.SUM, A.MAXIMUM, A.AVERAGE, A.LATEST),
    K.RATIO: (A.AVERAGE, A.MAXIMUM, A.LATEST),
    K.PERCENTAGE: (A.AVERAGE, A.MAXIMUM, A.LATEST),
    K.YES_NO: (A.LATEST, A.MAXIMUM),
}
"""The ways each kind can add up, the usual one first; only counts can be summed."""
OF_TWO = (K.RATIO, K.PERCENTAGE)
"""Kinds that keep a numerator and a denominator."""


@dataclass(frozen=True)
class Figure:
    """One exact figure: a count, a numerator and its denominator, or 1 for yes and 0 for no."""

    total: int | None = None
    denominator: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was given."""
        return self.total is None and self.denominator is None


NOTHING = Figure()
Place = tuple[str, str]
"""A dimension and one of its values, such as ``("sex_age", "women")``."""
Parts = Mapping[Place, Figure]


@dataclass(frozen=True)
class Breakdown:
    """By what the figures of an indicator are broken down, and into which values."""

    dimension: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """What the contract fixed on one indicator; ``over_100`` lets a percentage pass 100.

    One that is ``falling`` goes down from its baseline to its target: less is better.
    """

    kind: IndicatorKind = K.COUNT
    adding: Adding = A.SUM
    breakdowns: tuple[Breakdown, ...] = ()
    over_100: bool = False
    falling: bool = False

    @property
    def of_two(self) -> bool:
        """Whether a figure has a denominator."""
        return self.kind in OF_TWO

    def places(self) -> list[Place]:
        """Return every part that a figure has, in order."""
        return [(each.dimension, value) for each in self.breakdowns for value in each.values]


@dataclass(frozen=True)
class Entry:
    """The figure of one period with its parts."""

    whole: Figure = NOTHING
    parts: Parts | None = None

    def part(self, place: Place) -> Figure:
        """Return one part, empty if it was not given."""
        return (self.parts or {}).get(place, NOTHING)


def usual_way(kind: IndicatorKind) -> Adding:
    """Return how a kind adds up unless something else was chosen."""
    return WAYS[kind][0]


def worth(kind: IndicatorKind, figure: Figure) -> Fraction | None:
    """Return what a figure is worth; None where nothing was given or nothing was to measure.

    A percentage is worth up to 100 and more; an average count is its sum by its periods.
    """
    if figure.total is None:
        return None
    if figure.denominator is None:
        return None if kind in OF_TWO else Fraction(figure.total)
    if not figure.denominator:
        return None
    scale = HUNDRED if kind is K.PERCENTAGE else 1
    return Fraction(figure.total * scale, figure.denominator)


def reached(measure: Measure, value: Fraction | None, baseline: int, target: int) -> int | None:
    """Return a figure in percent of its target, rounded down; None where there is none.

    Of one that is falling it is how much of the way down from the baseline is done.
    """
    if value is None or not (target or measure.falling):
        return None
    if measure.falling:
        return max(0, int((baseline - value) * HUNDRED / (baseline - target)))
    return int(value * HUNDRED / target)


def rounded(kind: IndicatorKind, value: Fraction | int) -> Decimal:
    """Round a worth for reading: a ratio to hundredths, anything else to tenths, half up."""
    step = Decimal("0.01") if kind is K.RATIO else Decimal("0.1")
    exact = Fraction(value)
    steps = (exact / Fraction(step) + Fraction(1, 2)).__floor__()
    found = steps * step
    return found.quantize(Decimal(1)) if found == found.to_integral() else found.normalize()


def added_up(measure: Measure, entry: Entry) -> Entry:
    """Return the figure whose whole, if it was left empty, is the sum of a dimension."""
    total, denominator = entry.whole.total, entry.whole.denominator
    for each in measure.breakdowns:
        parts = _parts(each, entry)
        total = _sum_of(part.total for part in parts) if total is None else total
        if denominator is None and measure.of_two:
            denominator = _sum_of(part.denominator for part in parts)
    return Entry(Figure(total, denominator), entry.parts)


def _parts(breakdown: Breakdown, entry: Entry) -> list[Figure]:
    return [entry.part((breakdown.dimension, value)) for value in breakdown.values]


def _sum_of(figures: Iterable[int | None]) -> int | None:
    given = list(figures)
    known = [each for each in given if each is not None]
    return sum(known) if known and len(known) == len(given) else None


def is_complete(measure: Measure, entry: Entry) -> bool:
    """Say whether nothing of a figure is missing."""
    every = [entry.whole, *(entry.part(place) for place in measure.places())]
    return all(
        each.total is not None and (each.denominator is not None or not measure.of_two)
        for each in every
    )


def contradictions(measure: Measure, entry: Entry) -> list[RuleBroken]:
    """Return all that cannot be in what was given so far, each with the field it stands in.

    Fields are ``total``, ``denominator``, or ``total:sex_age:women`` for a part.
    """
    broken = _in_figure(measure, entry.whole, "")
    for dimension, value in measure.places():
        part = entry.part((dimension, value))
        broken += _in_figure(measure, part, f":{dimension}:{value}")
    if broken:
        return broken
    return [each for breakdown in measure.breakdowns for each in _sums(breakdown, entry)]


def _in_figure(measure: Measure, figure: Figure, place: str) -> list[RuleBroken]:
    given = {"total": figure.total, "denominator": figure.denominator}
    negative = [name for name, value in given.items() if value is not None and value < 0]
    if negative:
        return [RuleBroken("count_negative", f"{name}{place}") for name in negative]
    if measure.kind is K.YES_NO and figure.total not in (None, 0, 1):
        return [RuleBroken("yes_or_no", f"total{place}")]
    return _in_pair(measure, figure, place) if measure.of_two else []


def _in_pair(measure: Measure, figure: Figure, place: str) -> list[RuleBroken]:
    total, denominator = figure.total, figure.denominator
    if total is None or denominator is None:
        return []
    if total and not denominator:
        return [RuleBroken("denominator_zero", f"denominator{place}", total=total)]
    if measure.kind is K.PERCENTAGE and not measure.over_100 and total > denominator:
        facts = {"total": total, "denominator": denominator}
        return [RuleBroken("percent_too_high", f"total{place}", **facts)]
    return []


def _sums(breakdown: Breakdown, entry: Entry) -> list[RuleBroken]:
    parts = _parts(breakdown, entry)
    pairs = {
        "total": ([each.total for each in parts], entry.whole.total),
        "denominator": ([each.denominator for each in parts], entry.whole.denominator),
    }
    found = (_sum(name, breakdown, *pair) for name, pair in pairs.items())
    return [each for each in found if each]


def _sum(
    name: str, breakdown: Breakdown, parts: Sequence[int | None], whole: int | None
) -> RuleBroken | None:
    """Return what is wrong between parts and their whole: unequal, or already too much."""
    given = [each for each in parts if each is not None]
    if whole is None or not given:
        return None
    added = sum(given)
    wrong = added != whole if len(given) == len(parts) else added > whole
    if not wrong:
        return None
    rule = "parts_unequal" if len(given) == len(parts) else "parts_too_many"
    field = f"{name}:{breakdown.dimension}:{breakdown.values[0]}"
    return RuleBroken(
        rule, field, dimension=Dimension(breakdown.dimension), added=added, whole=whole
    )


def cumulated(measure: Measure, figures: Sequence[Figure]) -> Figure:
    """Make the cumulative figure of periods in their order; empty ones are passed over.

    A sum adds. An average of counts keeps the number of periods as its denominator; of ratios
    and percentages it is all numerators over all denominators. A maximum is the figure worth
    most, the earlier of two. The latest is the last in which there was something to measure.
    Each part is cumulated for itself: parts of a maximum need not add up to it.
    """
    given = [each for each in figures if each.total is not None]
    if not given:
        return NOTHING
    if measure.adding in (A.SUM, A.AVERAGE):
        return _added(measure, given)
    measured = [each for each in given if worth(measure.kind, each) is not None] or given
    if measure.adding is A.LATEST:
        return measured[-1]
    return max(measured, key=lambda each: worth(measure.kind, each) or Fraction(0))


def _added(measure: Measure, given: Sequence[Figure]) -> Figure:
    total = sum(each.total or 0 for each in given)
    if measure.of_two:
        return Figure(total, sum(each.denominator or 0 for each in given))
    return Figure(total, len(given) if measure.adding is A.AVERAGE else None)


def spread(target: int, parts: int) -> list[int]:
    """Spread a target evenly over periods; the parts add up to it and differ by 1 at most."""
    edges = [target * number // parts for number in range(parts + 1)]
    return [after - before for before, after in pairwise(edges)]


def targets(target: int, measure: Measure, parts: int) -> list[int]:
    """Return the target of each period: a share of what is summed, else the same in each."""
    return spread(target, parts) if measure.adding is A.SUM else [target] * parts
