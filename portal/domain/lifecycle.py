"""How each record moves from state to state: every workflow is one of these tables."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from portal.domain.actions import Action
from portal.domain.errors import WrongState

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[S]):
    """A named move from some states to one, and the action that the policy allows it under."""

    name: str
    start: AbstractSet[S]
    end: S
    action: Action

    def take(self, state: S) -> S:
        """Return the next state, or refuse with ``WrongState``."""
        if state not in self.start:
            raise WrongState(self.name, state)
        return self.end


class CallState(StrEnum):
    """Where a call stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    OPENED = "opened"
    SCORING = "scoring"
    RANKED = "ranked"
    RECOMMENDED = "recommended"
    AWARDED = "awarded"


C = CallState
SEND_CALL = Step("send_call", {C.DRAFT}, C.IN_REVIEW, Action.SEND_CALL)
RETURN_CALL = Step("return_call", {C.IN_REVIEW}, C.DRAFT, Action.APPROVE_CALL)
APPROVE_CALL = Step("approve_call", {C.IN_REVIEW}, C.APPROVED, Action.APPROVE_CALL)
PUBLISH_CALL = Step("publish_call", {C.APPROVED}, C.PUBLISHED, Action.PUBLISH_CALL)
OPEN_PROPOSALS = Step("open_proposals", {C.PUBLISHED}, C.OPENED, Action.CONFIRM_OPENING)
START_SCORING = Step("start_scoring", {C.OPENED}, C.SCORING, Action.START_SCORING)
REVEAL_SCORES = Step("reveal_scores", {C.SCORING}, C.RANKED, Action.REVEAL_SCORES)
RECOMMEND = Step("recommend", {C.RANKED}, C.RECOMMENDED, Action.RECOMMEND)
RETURN_RECOMMENDATION = Step(
    "return_recommendation", {C.RECOMMENDED}, C.RANKED, Action.APPROVE_AWARD
)
APPROVE_AWARD = Step("approve_award", {C.RECOMMENDED}, C.AWARDED, Action.APPROVE_AWARD)
CALL_STEPS = (
    SEND_CALL,
    RETURN_CALL,
    APPROVE_CALL,
    PUBLISH_CALL,
    OPEN_PROPOSALS,
    START_SCORING,
    REVEAL_SCORES,
    RECOMMEND,
    RETURN_RECOMMENDATION,
    APPROVE_AWARD,
)
PUBLIC_CALL_STATES = frozenset(
    {C.PUBLISHED, C.OPENED, C.SCORING, C.RANKED, C.RECOMMENDED, C.AWARDED}
)
UNSEALED_CALL_STATES = PUBLIC_CALL_STATES - {C.PUBLISHED}
REVEALED_CALL_STATES = frozenset({C.RANKED, C.RECOMMENDED, C.AWARDED})


class ProposalState(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    AWARDED = "awarded"
    DECLINED = "declined"


P = ProposalState
SUBMIT_PROPOSAL = Step("submit_proposal", {P.DRAFT}, P.SUBMITTED, Action.SUBMIT_PROPOSAL)
SCREEN_IN = Step("screen_in", {P.SUBMITTED}, P.ELIGIBLE, Action.SCREEN_PROPOSAL)
SCREEN_OUT = Step("screen_out", {P.SUBMITTED}, P.INELIGIBLE, Action.SCREEN_PROPOSAL)
AWARD_PROPOSAL = Step("award_proposal", {P.ELIGIBLE}, P.AWARDED, Action.APPROVE_AWARD)
DECLINE_PROPOSAL = Step(
    "decline_proposal", {P.ELIGIBLE, P.INELIGIBLE}, P.DECLINED, Action.APPROVE_AWARD
)
PROPOSAL_STEPS = (SUBMIT_PROPOSAL, SCREEN_IN, SCREEN_OUT, AWARD_PROPOSAL, DECLINE_PROPOSAL)


class ScorecardState(StrEnum):
    """Where one member's sheet for one proposal stands."""

    OPEN = "open"
    LOCKED = "locked"


LOCK_SCORECARD = Step(
    "lock_scorecard", {ScorecardState.OPEN}, ScorecardState.LOCKED, Action.SCORE
)
SCORECARD_STEPS = (LOCK_SCORECARD,)


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    LEGAL_REVIEW = "legal_review"
    CLEARED = "cleared"
    APPROVED = "approved"
    PARTNER_SIGNED = "partner_signed"
    IN_FORCE = "in_force"


K = ContractState
SEND_CONTRACT = Step("send_contract", {K.DRAFT}, K.LEGAL_REVIEW, Action.EDIT_CONTRACT)
RETURN_CONTRACT = Step("return_contract", {K.LEGAL_REVIEW}, K.DRAFT, Action.CLEAR_CONTRACT)
CLEAR_CONTRACT = Step("clear_contract", {K.LEGAL_REVIEW}, K.CLEARED, Action.CLEAR_CONTRACT)
REFUSE_CONTRACT = Step(
    "refuse_contract", {K.CLEARED, K.APPROVED}, K.DRAFT, Action.APPROVE_CONTRACT
)
APPROVE_CONTRACT = Step("approve_contract", {K.CLEARED}, K.APPROVED, Action.APPROVE_CONTRACT)
SIGN_CONTRACT = Step("sign_contract", {K.APPROVED}, K.PARTNER_SIGNED, Action.SIGN_CONTRACT)
COUNTERSIGN = Step("countersign", {K.PARTNER_SIGNED}, K.IN_FORCE, Action.COUNTERSIGN)
CONTRACT_STEPS = (
    SEND_CONTRACT,
    RETURN_CONTRACT,
    CLEAR_CONTRACT,
    REFUSE_CONTRACT,
    APPROVE_CONTRACT,
    SIGN_CONTRACT,
    COUNTERSIGN,
)
PARTNER_CONTRACT_STATES = frozenset({K.APPROVED, K.PARTNER_SIGNED, K.IN_FORCE})


class ReportState(StrEnum):
    """Where the report of one period stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


R = ReportState
SUBMIT_REPORT = Step("submit_report", {R.DRAFT, R.RETURNED}, R.SUBMITTED, Action.SUBMIT_REPORT)
RETURN_REPORT = Step("return_report", {R.SUBMITTED}, R.RETURNED, Action.REVIEW_REPORT)
ACCEPT_REPORT = Step("accept_report", {R.SUBMITTED}, R.ACCEPTED, Action.REVIEW_REPORT)
REPORT_STEPS = (SUBMIT_REPORT, RETURN_REPORT, ACCEPT_REPORT)

WORKFLOWS: Mapping[str, tuple[type[StrEnum], tuple[Step[Any], ...]]] = {
    "call": (CallState, CALL_STEPS),
    "proposal": (ProposalState, PROPOSAL_STEPS),
    "scorecard": (ScorecardState, SCORECARD_STEPS),
    "contract": (ContractState, CONTRACT_STEPS),
    "report": (ReportState, REPORT_STEPS),
}
