"""The figures of a contract over its accepted periods, as they are kept, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from portal.domain import indicators as rules
from portal.domain.indicators import Figure, IndicatorKind, Measure, Place
from portal.models import Contract, ContractStanding, ContractTarget, Indicator, IndicatorSum
from portal.services import indicator_sums, measures
from portal.services.indicator_sums import Point


@dataclass(frozen=True)
class Kept:
    """The cumulative figure of an indicator or of one part of it, with its periods."""

    figure: Figure = rules.NOTHING
    points: Sequence[Point] = ()


@dataclass(frozen=True)
class Line:
    """One indicator of a contract over its accepted periods, as corrected."""

    indicator: Indicator
    goal: ContractTarget
    measure: Measure
    whole: Kept
    parts: Mapping[Place, Kept] = field(default_factory=dict)

    @property
    def kind(self) -> IndicatorKind:
        """What it measures."""
        return self.measure.kind

    @property
    def value(self) -> Fraction | None:
        """What the cumulative figure is worth."""
        return rules.worth(self.kind, self.whole.figure)

    @property
    def share(self) -> int | None:
        """The cumulative figure in percent of the target of the contract, rounded down."""
        return rules.reached(self.measure, self.value, self.goal.baseline, self.goal.target)

    @property
    def by_period(self) -> dict[int, Fraction | None]:
        """What each accepted period is worth, by its number."""
        return {p.number: rules.worth(self.kind, p.figure) for p in self.whole.points}

    def named_parts(self, language: str) -> list[tuple[str, list[tuple[str, Figure]]]]:
        """Return the cumulative figure of each part with its name, by dimension."""
        return [
            (each.dimension, [self._named((each.dimension, v), language) for v in each.values])
            for each in self.measure.breakdowns
        ]

    def _named(self, place: Place, language: str) -> tuple[str, Figure]:
        return measures.name_of(place, language), self.parts.get(place, Kept()).figure


def lines(contract: Contract) -> list[Line]:
    """Return every indicator of a contract in its order, from what is kept."""
    goals = measures.goals(contract.id)
    kept = _kept(contract)
    query = Indicator.select().where(Indicator.id.in_(list(goals))).order_by(Indicator.position)
    return [
        Line(
            each,
            goals[each.id],
            measures.measure_of(goals[each.id]),
            kept.get(each.id, {}).get(("", ""), Kept()),
            {at: one for at, one in kept.get(each.id, {}).items() if at != ("", "")},
        )
        for each in query
    ]


def _kept(contract: Contract) -> dict[object, dict[Place, Kept]]:
    found: dict[object, dict[Place, Kept]] = {}
    for row in IndicatorSum.select().where(IndicatorSum.contract == contract):
        points = [indicator_sums.point(each) for each in row.series]
        one = Kept(Figure(row.total, row.denominator), points)
        found.setdefault(row.indicator_id, {})[row.dimension, row.value] = one
    return found


def periods(found: Sequence[Line]) -> list[int]:
    """Return the numbers of the accepted periods."""
    return sorted({p.number for line in found for p in line.whole.points})


def standing(contract: Contract) -> ContractStanding | None:
    """Return what a contract adds up to, or None before it has reports."""
    found: ContractStanding | None = ContractStanding.get_or_none(
        ContractStanding.contract == contract
    )
    return found


def rows(found: Sequence[Line], language: str) -> list[list[object]]:
    """Return every figure of every period and part as rows for a table that is carried along.

    A row holds indicator, unit, dimension, value, period, number and denominator.
    """
    return [
        [line.indicator.name, line.indicator.unit, *named, p.number, *_numbers(p)]
        for line in found
        for named, one in _named(line, language)
        for p in one.points
    ]


def _named(line: Line, language: str) -> list[tuple[tuple[str, str], Kept]]:
    parts = [((at[0], measures.name_of(at, language)), one) for at, one in line.parts.items()]
    return [(("", ""), line.whole), *parts]


def _numbers(point: Point) -> tuple[int | str, int | str]:
    total, denominator = point.figure.total, point.figure.denominator
    return "" if total is None else total, "" if denominator is None else denominator
