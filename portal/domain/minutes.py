"""Rules of the minutes of a committee: who must be there, how is voted, what is decided."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.domain.errors import RuleBroken


class Vote(StrEnum):
    """How a member voted on one lot."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Decision:
    """What the committee decided for one lot; no proposal means no award."""

    lot: int
    proposal_id: UUID | None
    votes: Mapping[UUID, Vote]
    away: Collection[UUID] = ()
    """Those present whom a conflict of interest shuts out of this lot."""

    def voters(self, present: Collection[UUID]) -> list[UUID]:
        """Return who of those present votes on this lot."""
        return [each for each in present if each not in self.away]


@dataclass(frozen=True)
class Meeting:
    """What the rules read of the minutes: who voted of those with a vote, and the decisions."""

    held_on: date
    agenda: str
    voters: Collection[UUID]
    chair: UUID | None
    quorum: int
    decisions: Collection[Decision]


def tally(votes: Mapping[UUID, Vote], voters: Collection[UUID]) -> dict[Vote, int]:
    """Count the votes of those present, each way."""
    return {each: sum(votes.get(who) is each for who in voters) for each in Vote}


def carried(decision: Decision, meeting: Meeting) -> bool:
    """Say whether more voted for than against; when equal, the vote of the chair decides."""
    voters = decision.voters(meeting.voters)
    counted = tally(decision.votes, voters)
    if counted[Vote.FOR] != counted[Vote.AGAINST]:
        return counted[Vote.FOR] > counted[Vote.AGAINST]
    chair = meeting.chair if meeting.chair in voters else None
    return chair is not None and decision.votes.get(chair) is Vote.FOR


def broken_rules(meeting: Meeting, since: date, today: date) -> list[RuleBroken]:
    """Return what keeps minutes from being signed; the meeting lies between two days."""
    broken = []
    if not since <= meeting.held_on <= today:
        broken.append(RuleBroken("minutes_day", "held_on", since=since, today=today))
    if not meeting.agenda.strip():
        broken.append(RuleBroken("minutes_agenda", "agenda"))
    if len(meeting.voters) < meeting.quorum:
        facts = {"present": len(meeting.voters), "quorum": meeting.quorum}
        broken.append(RuleBroken("minutes_quorum", "", **facts))
    for decision in meeting.decisions:
        broken.extend(_broken(decision, meeting))
    return broken


def _broken(decision: Decision, meeting: Meeting) -> Iterator[RuleBroken]:
    number = decision.lot
    voters = decision.voters(meeting.voters)
    if len(voters) < meeting.quorum <= len(meeting.voters):
        facts = {"lot": number, "present": len(voters), "quorum": meeting.quorum}
        yield RuleBroken("minutes_quorum_lot", f"lot_{number}", **facts)
    silent = [each for each in voters if each not in decision.votes]
    if silent:
        yield RuleBroken("vote_missing", f"lot_{number}", lot=number, count=len(silent))
    elif not carried(decision, meeting):
        yield RuleBroken("vote_not_carried", f"lot_{number}", lot=number)
