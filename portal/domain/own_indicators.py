"""Indicators that a partner set itself in its proposal: how they are measured and spread.

A partner tells name, unit, baseline, target and means of verification of each, and nothing of
how periods add up. These rules read it from what it told; they are the house's own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.amendments import spread_again
from portal.domain.indicators import HUNDRED, Adding, IndicatorKind, Measure, usual_way

_PERCENT = re.compile(r"%|\bper ?cent|\bpour[ -]?cent", re.IGNORECASE)


@dataclass(frozen=True)
class OwnIndicator:
    """One indicator of the partner's own, as its contract promises it."""

    name: str
    unit: str
    baseline: int = 0
    target: int = 0
    verification: str = ""

    @property
    def kind(self) -> IndicatorKind:
        """A percentage where the unit says so, else a count."""
        share = _PERCENT.search(self.unit)
        return IndicatorKind.PERCENTAGE if share else IndicatorKind.COUNT

    @property
    def measure(self) -> Measure:
        """How its figures are measured, and how those of periods make the cumulative one.

        A count that begins at a baseline is a level, of which the latest counts; others add up.
        """
        level = self.kind is IndicatorKind.COUNT and self.baseline
        return Measure(
            self.kind,
            Adding.LATEST if level else usual_way(self.kind),
            over_100=self.kind is IndicatorKind.PERCENTAGE and self.target > HUNDRED,
        )

    @property
    def identity(self) -> tuple[str, IndicatorKind, Adding]:
        """What makes it the same after an amendment: its name, and how it is measured."""
        return named(self.name), self.measure.kind, self.measure.adding


def named(name: str) -> str:
    """Return a name as it is compared: letters of either case and spaces are the same."""
    return " ".join(name.split()).casefold()


def parts(
    target: int, adding: Adding, fixed: Sequence[int], present: Sequence[int | None]
) -> list[int] | None:
    """Return the targets of open periods, or None where those of filed ones pass the target.

    ``present`` are their targets as they stand, None for a period that has none yet. They stay
    while they still make up the target with those that are ``fixed``.
    """
    known = [each for each in present if each is not None]
    if len(known) == len(present) and _make_up(target, adding, fixed, known):
        return known
    return spread_again(target, adding, fixed, len(present))


def _make_up(target: int, adding: Adding, fixed: Sequence[int], present: Sequence[int]) -> bool:
    if adding is Adding.SUM:
        return sum(fixed) + sum(present) == target
    return all(each == target for each in present)
