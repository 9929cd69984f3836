"""Screening: checks of eligibility, names against the sanctions list, and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    SCREEN_IN,
    SCREEN_OUT,
    START_SCORING,
    CallState,
    ProposalState,
)
from portal.domain.policy import Actor, require
from portal.domain.scoring import VOTES_NEEDED
from portal.domain.screening import (
    Check,
    Listed,
    Match,
    broken_decision,
    broken_verdict,
    matches,
    people,
)
from portal.models import (
    Call,
    Partner,
    Proposal,
    SanctionsEntry,
    SanctionsVerdict,
    Scorecard,
    Seat,
)
from portal.services import declarations, events, library
from portal.services.opening import opened
from portal.services.steps import advance, fresh


@dataclass(frozen=True)
class Judged:
    """A possible match with the verdict on it, if there is one."""

    match: Match
    verdict: SanctionsVerdict | None


@dataclass(frozen=True)
class Comparison:
    """What the sanctions check looked at and found."""

    names: int
    entries: int
    judged: list[Judged]


@dataclass(frozen=True)
class Decision:
    """What a person decides on the eligibility of a proposal."""

    checks: Mapping[str, Check]
    eligible: bool
    reason: str = ""


def check_codes() -> list[str]:
    """Return the codes of the checks of eligibility in their order."""
    return [str(each["code"]) for each in library.entries("eligibility", "check")]


def compare(proposal: Proposal) -> Comparison:
    """Compare the partner and its key people with the sanctions list."""
    names = names_of(proposal.partner)
    entries = list(SanctionsEntry.select().order_by(SanctionsEntry.reference))
    given = {(each.entry.reference, each.name): each for each in verdicts(proposal)}
    listed = [Listed(each.reference, each.kind, tuple(each.names)) for each in entries]
    judged = [
        Judged(match, given.get((match.reference, match.name)))
        for match in matches(names, listed)
    ]
    return Comparison(len(names), len(entries), judged)


def names_of(partner: Partner) -> list[str]:
    """Return the names that are compared: the partner, its acronym is too short to tell."""
    return [partner.name, *people(partner.key_people)]


def verdicts(proposal: Proposal) -> list[SanctionsVerdict]:
    """Return the verdicts on possible matches of a proposal."""
    query = SanctionsVerdict.select(SanctionsVerdict, SanctionsEntry).join(SanctionsEntry)
    mine = query.where(SanctionsVerdict.proposal == proposal)
    return list(mine.order_by(SanctionsVerdict.decided_at))


@dataclass(frozen=True)
class Verdict:
    """A person's judgement of one possible match."""

    reference: str
    name: str
    same: bool
    reason: str


def judge(proposal: Proposal, verdict: Verdict, by: Actor, at: datetime) -> None:
    """Store the verdict on a possible match; until the decision it can be given anew."""
    require(by, Action.SCREEN_PROPOSAL, proposal)
    if broken := broken_verdict(verdict.reason):
        raise RulesBroken(broken)
    entry = _entry_of_match(proposal, verdict)
    with atomic():
        _require_submitted(proposal)
        same = (SanctionsVerdict.entry == entry) & (SanctionsVerdict.name == verdict.name)
        mine = (SanctionsVerdict.proposal == proposal) & same
        SanctionsVerdict.delete().where(mine).execute()
        SanctionsVerdict.create(
            proposal=proposal,
            entry=entry,
            name=verdict.name,
            same=verdict.same,
            reason=verdict.reason.strip(),
            decided_at=at,
            decided_by=by.person_id,
        )
        facts = {"entry": entry.reference, "same": verdict.same}
        events.record(by, "proposal.match_judged", proposal, at, **facts)


def _entry_of_match(proposal: Proposal, verdict: Verdict) -> SanctionsEntry:
    wanted = (verdict.reference, verdict.name)
    possible = {(each.match.reference, each.match.name) for each in compare(proposal).judged}
    if wanted not in possible:
        raise NotFound
    return SanctionsEntry.get(SanctionsEntry.reference == verdict.reference)


def _require_submitted(proposal: Proposal) -> None:
    state = fresh(proposal).state
    if state is not ProposalState.SUBMITTED:
        raise WrongState("judge_match", state)


def screen(proposal: Proposal, decision: Decision, by: Actor, at: datetime) -> None:
    """Decide whether a proposal is eligible; final."""
    require(by, Action.SCREEN_PROPOSAL, proposal)
    step = SCREEN_IN if decision.eligible else SCREEN_OUT
    step.take(proposal.state)
    compared = compare(proposal)
    _require_sound(decision, compared)
    in_time = Proposal.call.in_(
        Call.select(Call.id).where(
            (Call.id == proposal.call_id) & (Call.state == CallState.OPENED)
        )
    )
    with atomic():
        advance(
            proposal,
            step,
            also=in_time,
            screening=_stored(decision, compared),
            screening_reason=decision.reason.strip(),
            screened_at=at,
            screened_by=by.person_id,
        )
        events.record(by, "proposal.screened", proposal, at, eligible=decision.eligible)


def _require_sound(decision: Decision, compared: Comparison) -> None:
    given = [each.verdict.same if each.verdict else None for each in compared.judged]
    broken = broken_decision(
        {code: decision.checks.get(code, Check(None)) for code in check_codes()},
        given,
        decision.reason,
        eligible=decision.eligible,
    )
    if broken:
        raise RulesBroken(broken)


def _stored(decision: Decision, compared: Comparison) -> dict[str, object]:
    checks = {
        code: {"ok": check.ok, "note": check.note.strip()}
        for code, check in decision.checks.items()
    }
    figures = {
        "names": compared.names,
        "entries": compared.entries,
        "matches": len(compared.judged),
    }
    return {"eligible": decision.eligible, "checks": checks, "sanctions": figures}


def broken_start(call: Call) -> list[RuleBroken]:
    """Return what still stands against the start of scoring."""
    proposals = opened(call)
    waiting = sum(each.state is ProposalState.SUBMITTED for each in proposals)
    eligible = any(each.state is ProposalState.ELIGIBLE for each in proposals)
    missing, votes = declarations.undeclared(call), len(declarations.votes(call))
    rules = [
        (waiting > 0, RuleBroken("not_all_screened", count=waiting)),
        (not eligible, RuleBroken("nothing_eligible")),
        (missing > 0, RuleBroken("declarations_missing", count=missing)),
        (votes < VOTES_NEEDED, RuleBroken("too_few_votes", count=votes, needed=VOTES_NEEDED)),
    ]
    return [rule for holds, rule in rules if holds]


def start_scoring(call: Call, by: Actor, at: datetime) -> None:
    """Give each voting member without conflict a scorecard for each eligible proposal."""
    require(by, Action.START_SCORING, call)
    START_SCORING.take(call.state)
    if broken := broken_start(call):
        raise RulesBroken(broken)
    with atomic():
        advance(call, START_SCORING)
        seats = declarations.votes(call)
        cards = _deal(seats, [each for each in opened(call) if _is_eligible(each)])
        events.record(by, "call.scoring_started", call, at, scorecards=cards)


def _is_eligible(proposal: Proposal) -> bool:
    return proposal.state is ProposalState.ELIGIBLE


def _deal(seats: list[Seat], proposals: list[Proposal]) -> int:
    pairs = [(seat, proposal) for proposal in proposals for seat in seats]
    for seat, proposal in pairs:
        Scorecard.create(seat=seat, proposal=proposal)
    return len(pairs)
