"""When a call is complete enough to be approved and published."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.call_rules_judging import (
    AT_ONCE,
    FEWEST_VOTES,
    FULL_WEIGHT,
    CriterionPlan,
    JudgingFacts,
    SeatPlan,
    judging_rules,
)
from portal.domain.call_rules_scope import TEXTS, ScopeFacts, scope_rules
from portal.domain.call_rules_times import Notice, Times
from portal.domain.errors import RuleBroken

__all__ = [
    "AT_ONCE",
    "FEWEST_VOTES",
    "FULL_WEIGHT",
    "SECTIONS",
    "TEXTS",
    "CallFacts",
    "CriterionPlan",
    "Notice",
    "SeatPlan",
    "Times",
    "broken_rules",
    "sections_to_do",
]

SECTIONS = (
    "basics",
    "lots",
    "terms",
    "services",
    "staffing",
    "eligibility",
    "documents",
    "criteria",
    "questions",
    "budget",
    "indicators",
    "timetable",
    "committee",
    "data",
)


@dataclass(frozen=True, kw_only=True)
class CallFacts(ScopeFacts, JudgingFacts):
    """What the rules of publication read of a draft."""


def broken_rules(draft: CallFacts, at: datetime, notice: Notice = AT_ONCE) -> list[RuleBroken]:
    """Return every rule that a draft breaks at a moment, in the order of the sections.

    ``notice`` tells how early partners must know what is published at that moment.
    """
    broken = [*scope_rules(draft), *judging_rules(draft, at, notice)]
    return sorted(broken, key=lambda each: SECTIONS.index(each.field))


def sections_to_do(broken: list[RuleBroken]) -> frozenset[str]:
    """Name the sections in which something is still to be done."""
    return frozenset(each.field for each in broken)
