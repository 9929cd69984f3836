"""Exclusions: one person proposes with a reason, another confirms or returns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import SCREEN_IN, SCREEN_OUT, CallState, ProposalState, Step
from portal.domain.lifecycle_diligence import (
    CONFIRM_EXCLUSION,
    RETURN_EXCLUSION,
    ExclusionState,
)
from portal.domain.policy import Actor, require
from portal.models import (
    Call,
    DeficiencyRequest,
    DeficiencyWindow,
    Exclusion,
    Person,
    Proposal,
)
from portal.services import clock, documents, events
from portal.services.screening_checklist import AGAINST, Kept, reading
from portal.services.steps import advance, fresh

KIND = "screening"
"""The kind of the screening record among the documents."""


@dataclass(frozen=True)
class ExclusionReasons:
    """Why a proposal was excluded, for the letter to its partner, and which two people did.

    ``grounds`` are the items of the checklist that speak against it; the text of a paper of the
    profile is its kind, a word of ``DocumentKind``.
    """

    reason: str
    grounds: Sequence[Kept]
    proposed_by: str
    confirmed_by: str
    confirmed_at: datetime | None


def of(proposal: Proposal) -> list[Exclusion]:
    """Return every proposed exclusion of a proposal with its two people, the latest first."""
    mine = _joined().where(Exclusion.proposal == proposal)
    return list(mine.order_by(Exclusion.proposed_at.desc()))


def _joined() -> "ModelSelect[Exclusion]":
    second = Person.alias()
    query = Exclusion.select(Exclusion, Person, second)
    query = query.join(Person, on=Exclusion.proposed_by).switch(Exclusion)
    return query.join(second, JOIN.LEFT_OUTER, on=Exclusion.decided_by, attr="decided_by")


def waiting(proposals: Iterable[Proposal]) -> dict[Any, Exclusion]:
    """Return by proposal the exclusions that wait for a second person."""
    keys = [each.id for each in proposals]
    open_ones = Exclusion.state == ExclusionState.PROPOSED
    query = _joined().where(Exclusion.proposal.in_(keys) & open_ones)
    return {each.proposal_id: each for each in query}


def undecided() -> "ModelSelect[Exclusion]":
    """Return the query for the proposals whose exclusion waits for a second person."""
    return Exclusion.select(Exclusion.proposal).where(
        Exclusion.state == ExclusionState.PROPOSED
    )


def to_confirm(call: Call, by: Actor) -> int:
    """Count the exclusions of a call that somebody can confirm or return."""
    others = Exclusion.proposed_by != by.person_id
    mine = undecided().join(Proposal).where((Proposal.call == call) & others)
    return mine.count()


def in_time() -> Expression:
    """Return the condition that a proposal's call is being screened."""
    screened = Call.select(Call.id).where(Call.state == CallState.OPENED)
    condition: Expression = Proposal.call.in_(screened)
    return condition


def hold_undecided(proposal: Proposal) -> None:
    """Keep a proposal for this transaction; refuse while something about it is under way.

    The row of its call is kept too, as a window for what is missing keeps it: an exclusion and
    a window never pass each other.
    """
    screened = (Call.id == proposal.call_id) & (Call.state == CallState.OPENED)
    submitted = (Proposal.id == proposal.id) & (Proposal.state == ProposalState.SUBMITTED)
    held = Call.update(state=CallState.OPENED).where(screened).execute()
    kept = Proposal.update(state=ProposalState.SUBMITTED).where(submitted).execute()
    if (held, kept) != (1, 1):
        raise WrongState(SCREEN_IN.name, fresh(proposal).state)
    if waiting([proposal]):
        raise RuleBroken("exclusion_waits", "decision")
    asked = DeficiencyRequest.select().join(DeficiencyWindow)
    is_open = DeficiencyWindow.closes_at > clock.expression()
    if asked.where((DeficiencyRequest.proposal == proposal) & is_open).exists():
        raise RuleBroken("deficiency_under_way", "decision")


def propose(
    proposal: Proposal, reason: str, screening: Mapping[str, object], by: Actor, at: datetime
) -> Exclusion:
    """Propose an exclusion as the first person; nothing is decided by it."""
    with atomic():
        hold_undecided(proposal)
        made = Exclusion.create(
            proposal=proposal,
            reason=reason.strip(),
            screening=screening,
            proposed_at=at,
            proposed_by=by.person_id,
        )
        events.record(by, "proposal.exclusion_proposed", proposal, at)
    return made


def confirm(proposal: Proposal, by: Actor, at: datetime) -> None:
    """Exclude a proposal as the second person; final, and the partner gets the reasons."""
    row = _to_decide(proposal, CONFIRM_EXCLUSION, by)
    with atomic():
        advance(row, CONFIRM_EXCLUSION, decided_at=at, decided_by=by.person_id)
        advance(
            proposal,
            SCREEN_OUT,
            also=in_time(),
            screening=row.screening,
            screening_reason=row.reason,
            screened_at=at,
            screened_by=row.proposed_by_id,
        )
        events.record(by, "proposal.exclusion_confirmed", proposal, at)
        events.record(by, "proposal.screened", proposal, at, eligible=False)
        _finish_without_any(proposal.call, at)


def return_to_first(proposal: Proposal, answer: str, by: Actor, at: datetime) -> None:
    """Return a proposed exclusion with what is to be looked at again."""
    row = _to_decide(proposal, RETURN_EXCLUSION, by)
    if not answer.strip():
        raise RuleBroken("exclusion_answer_missing", "answer")
    decided: dict[str, Any] = {"decided_at": at, "decided_by": by.person_id}
    with atomic():
        advance(row, RETURN_EXCLUSION, answer=answer.strip(), **decided)
        events.record(by, "proposal.exclusion_returned", proposal, at)


def _to_decide(proposal: Proposal, step: Step[ExclusionState], by: Actor) -> Exclusion:
    require(by, Action.CONFIRM_EXCLUSION, proposal)
    row = waiting([proposal]).get(proposal.id)
    if row is None:
        raise WrongState(step.name, fresh(proposal).state)
    if row.proposed_by_id == by.person_id:
        raise RuleBroken("exclusion_same_person")
    return row


def _finish_without_any(call: Call, at: datetime) -> None:
    """Ask for the record when the last decision leaves nothing to be scored."""
    open_ones = [ProposalState.SUBMITTED, ProposalState.ELIGIBLE]
    left = (Proposal.call == call) & Proposal.state.in_(open_ones)
    if not Proposal.select().where(left).exists():
        request_record(call, at)


def request_record(call: Call, at: datetime) -> None:
    """Ask for the record of the screening in every language, once."""
    if documents.of(KIND, call.id, "en") is None:
        documents.request(KIND, call.id, f"{call.reference}-SCREENING", LANGUAGES, at)


def exclusion_reasons(proposal: Proposal, language: str = "en") -> ExclusionReasons | None:
    """Return why a proposal was excluded, in a form for letters; none when it was not."""
    confirmed = [each for each in of(proposal) if each.state is ExclusionState.CONFIRMED]
    if not confirmed:
        return None
    row = confirmed[0]
    return ExclusionReasons(
        row.reason,
        [each for each in reading(row.screening, language) if each.outcome in AGAINST],
        row.proposed_by.name,
        row.decided_by.name if row.decided_by else "",
        row.decided_at,
    )
