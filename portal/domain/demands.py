"""What a call demands of a proposal beside its answers: eligibility, files, money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from portal.domain.eligibility import EligibilityFacts, eligibility_rules
from portal.domain.errors import RuleBroken

CENT = Decimal("0.01")
PERCENT = Decimal(100)


@dataclass(frozen=True)
class WantedFile:
    """A document that a call asks for, and whether the proposal holds it."""

    name: str
    mandatory: bool
    present: bool


@dataclass(frozen=True)
class Heading:
    """A category of the budget; ``ceiling`` in percent of the direct costs, or none."""

    name: str
    ceiling: int | None = None


@dataclass(frozen=True)
class Demands:
    """What a call demands; no headings means that every category is taken."""

    eligibility: EligibilityFacts = field(default_factory=EligibilityFacts)
    files: Sequence[WantedFile] = ()
    headings: Mapping[str, Heading] = field(default_factory=dict)


def eligibility_demands(demands: Demands) -> list[RuleBroken]:
    """Return what is still open in the answers on eligibility."""
    return eligibility_rules(demands.eligibility)


def file_demands(files: Sequence[WantedFile]) -> list[RuleBroken]:
    """Return a broken rule for each document that must be attached and is not."""
    return [
        RuleBroken("document_missing", "attachments", name=each.name)
        for each in files
        if each.mandatory and not each.present
    ]


def heading_demands(
    headings: Mapping[str, Heading], totals: Mapping[str, Decimal]
) -> list[RuleBroken]:
    """Return what stands against a budget by its headings; ``totals`` are direct costs."""
    if not headings:
        return []
    broken = [
        RuleBroken("category_over_ceiling", "budget", **facts)
        for code, heading in headings.items()
        if (facts := _over(heading, totals.get(code, Decimal(0)), sum(totals.values())))
    ]
    gone = any(code not in headings for code in totals)
    return broken + ([RuleBroken("category_gone", "budget")] if gone else [])


def _over(heading: Heading, part: Decimal, direct: Decimal | int) -> dict[str, object]:
    if heading.ceiling is None or not direct:
        return {}
    most = (direct * heading.ceiling / PERCENT).quantize(CENT, ROUND_UP)
    if part <= most:
        return {}
    share = (part * PERCENT / direct).quantize(CENT, ROUND_HALF_UP)
    return {"name": heading.name, "share": share, "ceiling": Decimal(heading.ceiling)}
