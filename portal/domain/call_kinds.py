"""The kinds of a call, who may read which, and what a direct selection must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import RuleBroken

FEWEST_INVITED = 2
SECTION = "basics"


class CallKind(StrEnum):
    """Who may propose: everybody, a shortlist of partners, or one partner."""

    OPEN = "open"
    INVITATION = "invitation"
    DIRECT = "direct"


class DirectReason(StrEnum):
    """Why one partner is chosen without competition; a list of the house."""

    KNOWN_EXPERTISE = "known_expertise"
    LOCAL_PRESENCE = "local_presence"
    INNOVATION = "innovation"
    TIME_CRITICAL = "time_critical"
    CIVIL_SOCIETY = "civil_society"
    CONTINUATION = "continuation"
    NAMED_BY_DONOR = "named_by_donor"
    SOLE_QUALIFIED = "sole_qualified"
    NAMED_BY_LAW = "named_by_law"
    OTHER = "other"


@dataclass(frozen=True)
class KindFacts:
    """What the rules read of the kind of a call: how many are invited, and why one only."""

    kind: CallKind
    invited: int = 0
    reason: DirectReason | None = None
    reason_text: str = ""
    evidence: str = ""


def broken_rules(facts: KindFacts) -> list[RuleBroken]:
    """Return every rule of its kind that a call breaks; ``field`` names the section."""
    if facts.kind is CallKind.INVITATION:
        return list(_shortlist(facts))
    if facts.kind is CallKind.DIRECT:
        return list(_direct(facts))
    return []


def _shortlist(facts: KindFacts) -> Iterator[RuleBroken]:
    if facts.invited < FEWEST_INVITED:
        yield RuleBroken("invited_few", SECTION, count=facts.invited, fewest=FEWEST_INVITED)


def _direct(facts: KindFacts) -> Iterator[RuleBroken]:
    if facts.invited != 1:
        yield RuleBroken("direct_not_one", SECTION, count=facts.invited)
    if facts.reason is None or not facts.reason_text.strip():
        yield RuleBroken("direct_reason_missing", SECTION)
    if not facts.evidence.strip():
        yield RuleBroken("direct_evidence_missing", SECTION)
