"""Screening: checks of eligibility, names against the sanctions list, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    SCREEN_IN,
    SCREEN_OUT,
    START_SCORING,
    FlagState,
    ProposalState,
)
from portal.domain.policy import Actor, require
from portal.domain.sanctions import broken_verdict
from portal.domain.screening import Check, broken_decision, broken_items
from portal.models import Call, Partner, Proposal
from portal.services import (
    assessments,
    dealing,
    declarations,
    events,
    exclusions,
    flags,
    performance,
    quorum,
    sanctions,
    screening_sanctions,
    verification,
)
from portal.services import screening_checklist as checklist
from portal.services.exclusions import ExclusionReasons, exclusion_reasons
from portal.services.opening import opened
from portal.services.sanctions import Comparison, Judged
from portal.services.screening_checklist import Item
from portal.services.steps import advance, fresh

__all__ = ["ExclusionReasons", "exclusion_reasons"]


@dataclass(frozen=True)
class Decision:
    """What a person decides on the eligibility of a proposal."""

    checks: Mapping[str, Check]
    eligible: bool
    reason: str = ""


def compare(proposal: Proposal) -> Comparison:
    """Compare the partner and its key people with the sanctions list."""
    return sanctions.compare(proposal.partner)


@dataclass(frozen=True)
class Verdict:
    """A person's judgement of one possible match."""

    reference: str
    name: str
    same: bool
    reason: str


def judge(proposal: Proposal, verdict: Verdict, by: Actor, at: datetime) -> None:
    """Judge a possible match of the proposal's partner; it holds for the partner from then on.

    The same person or organisation waits for a second person before it counts.
    """
    require(by, Action.SCREEN_PROPOSAL, proposal)
    if broken := broken_verdict(verdict.reason):
        raise RulesBroken(broken)
    with atomic():
        _require_submitted(proposal)
        match = sanctions.ensure(proposal.partner, verdict.reference, verdict.name, at)
        sanctions.judge(match, verdict.reason, by, at, same=verdict.same)
        facts = {"entry": verdict.reference, "same": verdict.same}
        events.record(by, "proposal.match_judged", proposal, at, **facts)


def _require_submitted(proposal: Proposal) -> None:
    state = fresh(proposal).state
    if state is not ProposalState.SUBMITTED:
        raise WrongState("judge_match", state)


def screen(proposal: Proposal, decision: Decision, by: Actor, at: datetime) -> None:
    """Decide that a proposal is eligible, which is final, or propose its exclusion.

    An exclusion is decided by a second person: see ``services.exclusions``.
    """
    require(by, Action.SCREEN_PROPOSAL, proposal)
    step = SCREEN_IN if decision.eligible else SCREEN_OUT
    step.take(proposal.state)
    compared = compare(proposal)
    listed = checklist.unjudged(proposal, at, "en")
    items = checklist.judged(listed, decision.checks)
    _require_sound(decision, compared, items)
    if decision.eligible and proposal.lot.withdrawn_at is not None:
        raise RuleBroken("lot_withdrawn_not_judged", "decision")
    stored = {**_stored(decision, compared, items), **_standing(proposal.partner, at)}
    if decision.eligible:
        _let_in(proposal, decision.reason, stored, by, at)
    else:
        exclusions.propose(proposal, decision.reason, stored, by, at)


def _standing(partner: Partner, at: datetime) -> dict[str, object]:
    """Return what the office knows of a partner as plain data, to keep with the decision."""
    verified = verification.latest(partner)
    raised = [each for each in flags.of(partner) if each.state is not FlagState.RESOLVED]
    return {
        "assessments": assessments.kept(partner, at.date()),
        "verification": verified.state.value if verified else "",
        "performance": performance.kept(partner),
        "flags": [{"state": each.state, "category": each.category} for each in raised],
    }


def _let_in(
    proposal: Proposal, reason: str, stored: dict[str, object], by: Actor, at: datetime
) -> None:
    with atomic():
        exclusions.hold_undecided(proposal)
        advance(
            proposal,
            SCREEN_IN,
            also=exclusions.in_time(),
            screening=stored,
            screening_reason=reason.strip(),
            screened_at=at,
            screened_by=by.person_id,
        )
        events.record(by, "proposal.screened", proposal, at, eligible=True)


def _require_sound(decision: Decision, compared: Comparison, items: Sequence[Item]) -> None:
    broken = broken_decision(
        {each.code: each.facts.check for each in items if each.by_person},
        [each.same for each in compared.judged],
        decision.reason,
        eligible=decision.eligible,
    )
    if decision.eligible:
        broken += broken_items([each.outcome for each in items])
    if broken:
        raise RulesBroken(broken)


def _stored(
    decision: Decision, compared: Comparison, items: Sequence[Item]
) -> dict[str, object]:
    figures = {
        "names": compared.names,
        "entries": compared.entries,
        "matches": len(compared.judged),
    }
    verdicts = [_said(each) for each in compared.judged if each.row is not None]
    found = {"sanctions": figures, "verdicts": verdicts}
    return {"eligible": decision.eligible, **checklist.stored(items), **found}


def _said(judged: Judged) -> dict[str, object]:
    return {
        "entry": judged.match.reference,
        "name": judged.match.name,
        "same": judged.same,
        "reason": judged.row.reason if judged.row else "",
    }


def broken_start(call: Call) -> list[RuleBroken]:
    """Return what still stands against the start of scoring."""
    proposals = opened(call)
    waiting = sum(each.state is ProposalState.SUBMITTED for each in proposals)
    eligible = any(each.state is ProposalState.ELIGIBLE for each in proposals)
    missing = declarations.undeclared(call)
    rules = [
        (waiting > 0, RuleBroken("not_all_screened", count=waiting)),
        (not eligible, RuleBroken("nothing_eligible")),
        (missing > 0, RuleBroken("declarations_missing", count=missing)),
    ]
    found = [rule for holds, rule in rules if holds] + quorum.broken(call)
    return found + screening_sanctions.broken(call)


def start_scoring(call: Call, by: Actor, at: datetime) -> None:
    """Give each voting member without conflict a scorecard for each eligible proposal.

    The partners are compared with the sanctions list once more before; what that finds is kept
    also when it stands against the start.
    """
    require(by, Action.START_SCORING, call)
    START_SCORING.take(call.state)
    screening_sanctions.compare_all(call, by, at)
    if broken := broken_start(call):
        raise RulesBroken(broken)
    with atomic():
        advance(call, START_SCORING)
        cards = dealing.deal(call, declarations.votes(call))
        events.record(by, "call.scoring_started", call, at, scorecards=cards)
        exclusions.request_record(call, at)
