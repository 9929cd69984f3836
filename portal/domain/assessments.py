"""Assessments of a partner: capacity by points and bands, PSEA by core standards met.

The formula of the capacity assessment follows what is public of micro-assessments of UN
agencies; questions, weights and bands are data of the house, as is where PSEA ratings begin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from portal.domain.errors import RuleBroken

NOT_APPLICABLE = "na"
YES, NO = "yes", "no"
LOWEST, HIGHEST = 1, 4
"""The values of an answer on capacity, from low to high risk."""
PERCENT = 100


class AssessmentKind(StrEnum):
    """What of a partner is assessed."""

    CAPACITY = "capacity"
    PSEA = "psea"


class CapacityRating(StrEnum):
    """The risk that an assessment of capacity finds, from low to high."""

    LOW = "low"
    MEDIUM = "medium"
    SIGNIFICANT = "significant"
    HIGH = "high"


class PseaRating(StrEnum):
    """How much of the core standards on sexual exploitation and abuse a partner meets."""

    FULL = "full"
    MEDIUM = "medium"
    LOW = "low"


CHOICES: Mapping[AssessmentKind, Sequence[str]] = {
    AssessmentKind.CAPACITY: ("1", "2", "3", "4", NOT_APPLICABLE),
    AssessmentKind.PSEA: (YES, NO, NOT_APPLICABLE),
}
"""What each question of a kind can be answered with."""
WEAK: Mapping[AssessmentKind, frozenset[str]] = {
    AssessmentKind.CAPACITY: frozenset({"4"}),
    AssessmentKind.PSEA: frozenset({NO}),
}
"""The answers that need an improvement with a date."""


@dataclass(frozen=True)
class Finding:
    """The answer to one question, what was seen, and what improves by when."""

    value: str = ""
    note: str = ""
    plan: str = ""
    due: date | None = None


Findings = Mapping[str, Finding]


@dataclass(frozen=True)
class Points:
    """What some questions on capacity add up to: points between ``least`` and ``most``.

    ``share`` is how far the points stand between both, from 0 to 1.
    """

    points: int
    least: int
    most: int

    @property
    def share(self) -> Fraction:
        """How far the points stand between least and most."""
        return Fraction(self.points - self.least, (self.most - self.least) or 1)


def points(values: Mapping[str, str], weights: Mapping[str, int]) -> Points:
    """Add up the questions that apply: 1 point at low risk, else weight times value.

    ``most`` is four points for each question, as in the public formula: a weight can lead over
    it, which stays high.
    """
    numbers = {code: int(each) for code, each in values.items() if each != NOT_APPLICABLE}
    total = sum(
        LOWEST if value == LOWEST else weights[code] * value for code, value in numbers.items()
    )
    return Points(total, len(numbers), HIGHEST * len(numbers))


def capacity_rating(found: Points, bands: Sequence[int]) -> CapacityRating:
    """Rate points by bands: the percents of the way from least to most where ratings end."""
    for rating, band in zip(CapacityRating, bands, strict=False):
        if found.share < Fraction(band, PERCENT):
            return rating
    return CapacityRating.HIGH


def standards_met(values: Mapping[str, str]) -> int:
    """Count the core standards that are met or do not apply."""
    return sum(each != NO for each in values.values())


def psea_rating(met: int, asked: int, medium_from: int) -> PseaRating:
    """Rate how many core standards are met: all of them, from some number on, or fewer."""
    if met >= asked:
        return PseaRating.FULL
    return PseaRating.MEDIUM if met >= medium_from else PseaRating.LOW


def broken_findings(
    kind: AssessmentKind, codes: Sequence[str], findings: Findings, today: date
) -> list[RuleBroken]:
    """Return what stands against sending an assessment; ``field`` of each names its input."""
    given = {code: findings.get(code, Finding()) for code in codes}
    broken = [each for code in codes for each in _broken(kind, code, given[code], today)]
    if not broken and all(each.value == NOT_APPLICABLE for each in given.values()):
        broken.append(RuleBroken("assessment_nothing_applies"))
    return broken


def _broken(kind: AssessmentKind, code: str, finding: Finding, today: date) -> list[RuleBroken]:
    if finding.value not in CHOICES[kind]:
        return [RuleBroken("assessment_unanswered", f"{code}_value")]
    if finding.value == NOT_APPLICABLE and not finding.note.strip():
        return [RuleBroken("assessment_reason_missing", f"{code}_note")]
    return _broken_plan(code, finding, today) if finding.value in WEAK[kind] else []


def _broken_plan(code: str, finding: Finding, today: date) -> list[RuleBroken]:
    broken = []
    if not finding.plan.strip():
        broken.append(RuleBroken("assessment_plan_missing", f"{code}_plan"))
    if finding.due is None:
        broken.append(RuleBroken("assessment_due_missing", f"{code}_due"))
    elif finding.due < today:
        broken.append(RuleBroken("assessment_due_past", f"{code}_due"))
    return broken
