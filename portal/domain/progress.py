"""How far a contract is: what adds up from period to period, against its plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Generic, TypeVar

from portal.domain.report_specs import Finding

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True)
class Step(Generic[N]):
    """One period: its plan, and what was reached in it once its report is accepted."""

    planned: N
    reached: N | None


@dataclass(frozen=True)
class Point(Generic[N]):
    """A period in a picture: its own figure, the sum up to it, and the plan up to it."""

    reached: N | None
    so_far: N | None
    planned: N


def adding(steps: Sequence[Step[N]]) -> list[Point[N]]:
    """Add figures up over the periods in order.

    A sum stands where the period has a figure; a period without one leaves a gap, and what
    follows counts on from the last sum.
    """
    plans = accumulate(step.planned for step in steps)
    sums = accumulate(step.reached or 0 for step in steps)
    return [
        Point(step.reached, None if step.reached is None else so_far, planned)  # type: ignore[arg-type]  # a sum of N
        for step, planned, so_far in zip(steps, plans, sums, strict=True)
    ]


def level(steps: Sequence[Step[N]]) -> list[Point[N]]:
    """Set figures beside their plan where nothing adds up, as with percentages."""
    return [Point(step.reached, None, step.planned) for step in steps]


def worst(findings: Iterable[Finding]) -> Finding | None:
    """Return the worst of what was found at several sites; None where nothing was."""
    order = list(Finding)
    return max(findings, key=order.index, default=None)


def share_of_all(shares: Iterable[int | None]) -> int | None:
    """Return how far a contract is in percent: the mean of its indicators, each 100 at most.

    An indicator that is far over its target thus makes up for no other. None without any.
    """
    known = [min(100, share) for share in shares if share is not None]
    return sum(known) // len(known) if known else None
