"""The matrix of risks: likelihood times impact, the bands of the house, what is complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import RuleBroken

STEPS = range(1, 6)
"""The steps of likelihood and of impact."""
BANDS = ("low", "medium", "high", "critical")


class Treatment(StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    REDUCE = "reduce"
    SHARE = "share"
    ACCEPT = "accept"


@dataclass(frozen=True)
class Rating:
    """How likely a risk is and how hard it would hit, 1 to 5 each."""

    likelihood: int
    impact: int

    @property
    def score(self) -> int:
        """Likelihood times impact: 1 to 25."""
        return self.likelihood * self.impact


def band(score: int, bands: Mapping[str, int]) -> str:
    """Name the band of a score; ``bands`` says from which score each above low begins."""
    reached = [name for name in BANDS[1:] if score >= bands[name]]
    return reached[-1] if reached else BANDS[0]


def matrix(
    ratings: Iterable[Rating], bands: Mapping[str, int]
) -> Sequence[Sequence[tuple[int, str]]]:
    """Return how many ratings lie in each cell and its band: likelihood down, impact across.

    The first row is the highest likelihood, as the matrix is read.
    """
    given = [(each.likelihood, each.impact) for each in ratings]
    return [
        [(given.count((row, column)), band(row * column, bands)) for column in STEPS]
        for row in reversed(STEPS)
    ]


def broken_risk(
    rating: Rating, treatment: Treatment, measures: str, review_on: date, today: date
) -> list[RuleBroken]:
    """Return what is missing or out of reach in a risk."""
    broken = []
    if rating.likelihood not in STEPS or rating.impact not in STEPS:
        broken.append(RuleBroken("risk_rating", "likelihood"))
    if treatment is not Treatment.ACCEPT and not measures.strip():
        broken.append(RuleBroken("risk_measures_missing", "measures"))
    if review_on < today:
        broken.append(RuleBroken("risk_review_past", "review_on"))
    return broken
