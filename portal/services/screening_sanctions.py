"""The sanctions list once more before scoring: who is compared, and what still stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from peewee import fn

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import SCREEN_AGAIN, CallState, MatchState, ProposalState
from portal.domain.policy import Actor, require
from portal.models import Call, Event, Partner, Proposal, SanctionsMatch
from portal.services import events, exclusions, sanctions
from portal.services.opening import opened
from portal.services.steps import advance, fresh

RESCANNED = "call.sanctions_rescanned"


def rescan(call: Call, by: Actor, at: datetime) -> int:
    """Compare every partner of a call with the latest list; return how many matches wait."""
    require(by, Action.START_SCORING, call)
    state = fresh(call).state
    if state is not CallState.OPENED:
        raise WrongState("rescan_sanctions", state)
    return compare_all(call, by, at)


def compare_all(call: Call, by: Actor, at: datetime) -> int:
    """Store what the latest list finds of a call's partners, and note the comparison."""
    partners = _partners(call)
    with atomic():
        sanctions.scan_all(partners, at)
        waits = sum(waiting(call).values())
        events.record(by, RESCANNED, call, at, partners=len(partners), waiting=waits)
    return waits


def _partners(call: Call) -> list[Partner]:
    return list({each.partner_id: each.partner for each in opened(call)}.values())


def last_rescan(call: Call) -> Event | None:
    """Return the last comparison of a call's partners with its figures, if there was one."""
    rows = events.timeline([call.id], (RESCANNED,))
    return rows[0] if rows else None


def waiting(call: Call) -> Mapping[UUID, int]:
    """Count by partner the stored matches of a call's proposals that wait for somebody."""
    return _count(call, sanctions.UNDECIDED)


def confirmed(call: Call) -> Mapping[UUID, int]:
    """Count by partner the matches that two people found to be the same."""
    return _count(call, {MatchState.CONFIRMED})


def _count(call: Call, states: "set[MatchState] | frozenset[MatchState]") -> dict[UUID, int]:
    here = Proposal.select(Proposal.partner).where(Proposal.call == call)
    rows: Any = (
        SanctionsMatch.select(SanctionsMatch.partner, fn.COUNT(SanctionsMatch.id))
        .where(SanctionsMatch.partner.in_(here) & SanctionsMatch.state.in_(list(states)))
        .group_by(SanctionsMatch.partner)
        .tuples()
    )
    return dict(rows)


def broken(call: Call) -> list[RuleBroken]:
    """Return what the sanctions list holds against the start of scoring."""
    eligible = {
        each.partner_id for each in opened(call) if each.state is ProposalState.ELIGIBLE
    }
    waits = sum(count for of, count in waiting(call).items() if of in eligible)
    listed = len(eligible & set(confirmed(call)))
    rules = [
        (waits, RuleBroken("matches_before_scoring", count=waits)),
        (listed, RuleBroken("listed_before_scoring", count=listed)),
    ]
    return [rule for count, rule in rules if count]


def can_be_screened_again(proposal: Proposal) -> bool:
    """Say whether an eligible proposal is screened again: a match was confirmed since."""
    if (
        proposal.state is not ProposalState.ELIGIBLE
        or proposal.call.state is not CallState.OPENED
    ):
        return False
    return proposal.partner_id in confirmed(proposal.call)


def screen_again(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Take back that a proposal is eligible, because a match was confirmed since."""
    require(by, Action.SCREEN_PROPOSAL, proposal)
    SCREEN_AGAIN.take(proposal.state)
    if proposal.partner_id not in confirmed(proposal.call):
        raise RuleBroken("screened_for_good")
    undone: dict[str, object] = {"screened_at": None, "screened_by": None, "screening": {}}
    with atomic():
        advance(proposal, SCREEN_AGAIN, also=exclusions.in_time(), **undone)
        events.record(by, "proposal.screened_again", proposal, at)
