"""How a partner performed under a contract: ratings by area, each with its reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import RuleBroken


class Mark(StrEnum):
    """How an area went; ``na`` where it did not apply."""

    GOOD = "good"
    FAIR = "fair"
    WEAK = "weak"
    POOR = "poor"
    NOT_APPLICABLE = "na"


WORST_FIRST = (Mark.POOR, Mark.WEAK, Mark.FAIR, Mark.GOOD)


@dataclass(frozen=True)
class AreaRating:
    """The rating of one area and its reason; no mark while nothing is chosen."""

    mark: str = ""
    reason: str = ""


def overall(ratings: Mapping[str, AreaRating]) -> str:
    """Return the middle mark of the rated areas, the worse one of two; empty when none is."""
    places = sorted(
        WORST_FIRST.index(Mark(each.mark))
        for each in ratings.values()
        if each.mark and each.mark != Mark.NOT_APPLICABLE
    )
    return WORST_FIRST[places[(len(places) - 1) // 2]].value if places else ""


def broken_ratings(
    areas: Collection[str], ratings: Mapping[str, AreaRating], summary: str
) -> list[RuleBroken]:
    """Return what is missing before the partner reads its ratings."""
    broken = []
    for code in areas:
        given = ratings.get(code, AreaRating())
        if not given.mark:
            broken.append(RuleBroken("performance_mark_missing", f"{code}_mark"))
        elif given.mark != Mark.GOOD and not given.reason.strip():
            broken.append(RuleBroken("performance_reason_missing", f"{code}_reason"))
    if not summary.strip():
        broken.append(RuleBroken("performance_summary_missing", "summary"))
    return broken
