"""How each record moves from state to state: every workflow is one of these tables."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.domain.actions import Action
from portal.domain.lifecycle_award import (
    ACCEPTANCE_STEPS,
    AWARD_STEPS,
    MINUTES_STEPS,
    REVIEW_STEPS,
    AcceptanceState,
    AwardState,
    MinutesState,
    ReviewState,
)
from portal.domain.lifecycle_diligence import (
    ASSESSMENT_STEPS,
    EXCLUSION_STEPS,
    AssessmentState,
    ExclusionState,
)
from portal.domain.lifecycle_figures import CORRECTION_STEPS, CorrectionState
from portal.domain.lifecycle_seats import OBJECTION_STEPS, ObjectionState
from portal.domain.workflow import Step

__all__ = ["Step"]


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
    FAILED = "failed"
    CANCELLED = "cancelled"
    MERGED = "merged"


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
FAIL_CALL = Step(
    "fail_call", {C.OPENED, C.RECOMMENDED, C.AWARDED}, C.FAILED, Action.APPROVE_AWARD
)
"""The call ends without an award for any lot: nothing to score, none chosen, all declined."""
_UNDECIDED = set(C) - {C.AWARDED, C.FAILED, C.CANCELLED, C.MERGED}
CANCEL_CALL = Step("cancel_call", _UNDECIDED, C.CANCELLED, Action.CANCEL_CALL)
ISSUE_ADDENDUM = Step("issue_addendum", {C.APPROVED}, C.MERGED, Action.PUBLISH_CALL)
"""The working copy of an addendum becomes part of its call."""
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
    FAIL_CALL,
    CANCEL_CALL,
    ISSUE_ADDENDUM,
)
PUBLIC_CALL_STATES = frozenset(
    {C.PUBLISHED, C.OPENED, C.SCORING, C.RANKED, C.RECOMMENDED, C.AWARDED, C.FAILED}
)
UNSEALED_CALL_STATES = PUBLIC_CALL_STATES - {C.PUBLISHED}
DECIDED_CALL_STATES = frozenset({C.AWARDED, C.FAILED})
REVEALED_CALL_STATES = frozenset({C.RANKED, C.RECOMMENDED}) | DECIDED_CALL_STATES


class ProposalState(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    AWARDED = "awarded"
    DECLINED = "declined"


P = ProposalState
SUBMIT_PROPOSAL = Step("submit_proposal", {P.DRAFT}, P.SUBMITTED, Action.SUBMIT_PROPOSAL)
WITHDRAW_PROPOSAL = Step(
    "withdraw_proposal", {P.SUBMITTED}, P.WITHDRAWN, Action.SUBMIT_PROPOSAL
)
REVISE_PROPOSAL = Step(
    "revise_proposal", {P.SUBMITTED, P.WITHDRAWN}, P.DRAFT, Action.SUBMIT_PROPOSAL
)
"""The partner takes back what it submitted, to write on and submit it again."""
SCREEN_IN = Step("screen_in", {P.SUBMITTED}, P.ELIGIBLE, Action.SCREEN_PROPOSAL)
SCREEN_OUT = Step("screen_out", {P.SUBMITTED}, P.INELIGIBLE, Action.CONFIRM_EXCLUSION)
SCREEN_AGAIN = Step("screen_again", {P.ELIGIBLE}, P.SUBMITTED, Action.SCREEN_PROPOSAL)
"""A match with the sanctions list was confirmed before scoring started."""
AWARD_PROPOSAL = Step("award_proposal", {P.ELIGIBLE}, P.AWARDED, Action.APPROVE_AWARD)
DECLINE_PROPOSAL = Step(
    "decline_proposal", {P.ELIGIBLE, P.INELIGIBLE}, P.DECLINED, Action.APPROVE_AWARD
)
PROMOTE_PROPOSAL = Step("promote_proposal", {P.DECLINED}, P.AWARDED, Action.APPROVE_AWARD)
"""The next in rank gets a lot whose award was declined or set aside."""
SET_AWARD_ASIDE = Step("set_award_aside", {P.AWARDED}, P.DECLINED, Action.APPROVE_AWARD)
PROPOSAL_STEPS = (
    SUBMIT_PROPOSAL,
    WITHDRAW_PROPOSAL,
    REVISE_PROPOSAL,
    SCREEN_IN,
    SCREEN_OUT,
    SCREEN_AGAIN,
    AWARD_PROPOSAL,
    DECLINE_PROPOSAL,
    PROMOTE_PROPOSAL,
    SET_AWARD_ASIDE,
)
NEVER_OPENED = frozenset({P.DRAFT, P.WITHDRAWN})
"""What is not there for anybody but its partner, also after the opening."""


class EnvelopeState(StrEnum):
    """Where a sealed envelope stands."""

    SEALED = "sealed"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    DAMAGED = "damaged"


class OpeningState(StrEnum):
    """Where the work of opening a call's envelopes stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class ScorecardState(StrEnum):
    """Where one member's sheet for one proposal stands."""

    OPEN = "open"
    LOCKED = "locked"
    VOIDED = "voided"


LOCK_SCORECARD = Step(
    "lock_scorecard", {ScorecardState.OPEN}, ScorecardState.LOCKED, Action.SCORE
)
VOID_SCORECARD = Step(
    "void_scorecard",
    {ScorecardState.OPEN, ScorecardState.LOCKED},
    ScorecardState.VOIDED,
    Action.DECLARE_INTEREST,
)
"""The member has a conflict of interest or was replaced: the sheet is kept and not counted."""
SCORECARD_STEPS = (LOCK_SCORECARD, VOID_SCORECARD)


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    LEGAL_REVIEW = "legal_review"
    CLEARED = "cleared"
    APPROVED = "approved"
    PARTNER_SIGNED = "partner_signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    COMPLETED = "completed"
    CLOSED = "closed"


K = ContractState
SEND_CONTRACT = Step("send_contract", {K.DRAFT}, K.LEGAL_REVIEW, Action.EDIT_CONTRACT)
RETURN_CONTRACT = Step("return_contract", {K.LEGAL_REVIEW}, K.DRAFT, Action.CLEAR_CONTRACT)
CLEAR_CONTRACT = Step("clear_contract", {K.LEGAL_REVIEW}, K.CLEARED, Action.CLEAR_CONTRACT)
REFUSE_CONTRACT = Step(
    "refuse_contract", {K.CLEARED, K.APPROVED}, K.DRAFT, Action.APPROVE_CONTRACT
)
APPROVE_CONTRACT = Step("approve_contract", {K.CLEARED}, K.APPROVED, Action.APPROVE_CONTRACT)
PROPOSE_CHANGES = Step("propose_changes", {K.APPROVED}, K.DRAFT, Action.PROPOSE_CHANGES)
"""The partner hands the pen back with other words for some clauses; another round begins."""
SIGN_CONTRACT = Step("sign_contract", {K.APPROVED}, K.PARTNER_SIGNED, Action.SIGN_CONTRACT)
COUNTERSIGN = Step("countersign", {K.PARTNER_SIGNED}, K.IN_FORCE, Action.COUNTERSIGN)
SUSPEND_CONTRACT = Step("suspend_contract", {K.IN_FORCE}, K.SUSPENDED, Action.END_CONTRACT)
RESUME_CONTRACT = Step("resume_contract", {K.SUSPENDED}, K.IN_FORCE, Action.END_CONTRACT)
RUNNING_CONTRACT_STATES = frozenset({K.IN_FORCE, K.SUSPENDED})
TERMINATE_CONTRACT = Step(
    "terminate_contract", set(RUNNING_CONTRACT_STATES), K.TERMINATED, Action.END_CONTRACT
)
EXPIRE_CONTRACT = Step(
    "expire_contract", set(RUNNING_CONTRACT_STATES), K.EXPIRED, Action.END_CONTRACT
)
"""The last day has passed; the portal takes the step by itself."""
COMPLETE_CONTRACT = Step(
    "complete_contract", {K.IN_FORCE, K.EXPIRED}, K.COMPLETED, Action.COMPLETE_CONTRACT
)
"""The last day is over, or all was done before: money still moves, and the closing begins."""
CLOSABLE_CONTRACT_STATES = frozenset({K.COMPLETED, K.EXPIRED, K.TERMINATED})
"""A contract that ended in one of these can be closed."""
CLOSE_CONTRACT = Step(
    "close_contract", CLOSABLE_CONTRACT_STATES, K.CLOSED, Action.CLOSE_CONTRACT
)
CONTRACT_STEPS = (
    SEND_CONTRACT,
    RETURN_CONTRACT,
    CLEAR_CONTRACT,
    REFUSE_CONTRACT,
    APPROVE_CONTRACT,
    PROPOSE_CHANGES,
    SIGN_CONTRACT,
    COUNTERSIGN,
    SUSPEND_CONTRACT,
    RESUME_CONTRACT,
    TERMINATE_CONTRACT,
    EXPIRE_CONTRACT,
    COMPLETE_CONTRACT,
    CLOSE_CONTRACT,
)
ENDED_CONTRACT_STATES = frozenset({K.EXPIRED, K.TERMINATED, K.COMPLETED, K.CLOSED})
SIGNED_CONTRACT_STATES = RUNNING_CONTRACT_STATES | ENDED_CONTRACT_STATES
"""Both parties have signed, whatever came after."""
PARTNER_CONTRACT_STATES = SIGNED_CONTRACT_STATES | {K.APPROVED, K.PARTNER_SIGNED}
PAYABLE_CONTRACT_STATES = frozenset({K.IN_FORCE, K.EXPIRED, K.COMPLETED})
"""Money can be requested, approved and paid under a contract that stands in one of these."""


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


class ClarificationState(StrEnum):
    """Where a question on a call stands."""

    ASKED = "asked"
    DRAFTED = "drafted"
    CHECKED = "checked"
    PUBLISHED = "published"
    MERGED = "merged"


Q = ClarificationState
DRAFT_ANSWER = Step(
    "draft_answer", {Q.ASKED, Q.DRAFTED, Q.CHECKED}, Q.DRAFTED, Action.HANDLE_QUESTION
)
CHECK_ANSWER = Step("check_answer", {Q.DRAFTED}, Q.CHECKED, Action.CHECK_ANSWER)
RETURN_ANSWER = Step("return_answer", {Q.DRAFTED}, Q.ASKED, Action.CHECK_ANSWER)
MERGE_QUESTION = Step("merge_question", {Q.ASKED, Q.DRAFTED}, Q.MERGED, Action.HANDLE_QUESTION)
SPLIT_QUESTION = Step("split_question", {Q.MERGED}, Q.ASKED, Action.HANDLE_QUESTION)
PUBLISH_ANSWER = Step("publish_answer", {Q.CHECKED}, Q.PUBLISHED, Action.PUBLISH_ANSWERS)
CLARIFICATION_STEPS = (
    DRAFT_ANSWER,
    CHECK_ANSWER,
    RETURN_ANSWER,
    MERGE_QUESTION,
    SPLIT_QUESTION,
    PUBLISH_ANSWER,
)
UNANSWERED = frozenset({Q.ASKED, Q.DRAFTED, Q.CHECKED})


class ConceptState(StrEnum):
    """Where an unsolicited concept note stands."""

    DRAFT = "draft"
    SENT = "sent"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"


N = ConceptState
SEND_CONCEPT = Step("send_concept", {N.DRAFT}, N.SENT, Action.WRITE_CONCEPT)
TAKE_UP_CONCEPT = Step("take_up_concept", {N.SENT}, N.TAKEN_UP, Action.ANSWER_CONCEPT)
DECLINE_CONCEPT = Step("decline_concept", {N.SENT}, N.DECLINED, Action.ANSWER_CONCEPT)
CONCEPT_STEPS = (SEND_CONCEPT, TAKE_UP_CONCEPT, DECLINE_CONCEPT)


class VerificationState(StrEnum):
    """Where one round of a partner's verification stands."""

    ASKED = "asked"
    VERIFIED = "verified"
    CONDITIONS = "conditions"
    NOT_VERIFIED = "not_verified"


V = VerificationState
VERIFY = Step("verify", {V.ASKED}, V.VERIFIED, Action.VERIFY_PARTNER)
VERIFY_WITH_CONDITIONS = Step(
    "verify_with_conditions", {V.ASKED}, V.CONDITIONS, Action.VERIFY_PARTNER
)
REFUSE_VERIFICATION = Step(
    "refuse_verification", {V.ASKED}, V.NOT_VERIFIED, Action.VERIFY_PARTNER
)
VERIFICATION_STEPS = (VERIFY, VERIFY_WITH_CONDITIONS, REFUSE_VERIFICATION)


class FlagState(StrEnum):
    """How grave a flag on a partner is, and whether it is settled."""

    OBSERVATION = "observation"
    RISK = "risk"
    ESCALATED = "escalated"
    RED = "red"
    RESOLVED = "resolved"


F = FlagState
ESCALATE_FLAG = Step("escalate_flag", {F.OBSERVATION, F.RISK}, F.ESCALATED, Action.RAISE_FLAG)
MAKE_FLAG_RED = Step("make_flag_red", {F.ESCALATED}, F.RED, Action.DECIDE_FLAG)
LOWER_FLAG = Step("lower_flag", {F.ESCALATED}, F.RISK, Action.DECIDE_FLAG)
RESOLVE_FLAG = Step("resolve_flag", {F.OBSERVATION, F.RISK}, F.RESOLVED, Action.RESOLVE_FLAG)
LIFT_FLAG = Step("lift_flag", {F.RED}, F.RESOLVED, Action.LIFT_FLAG)
FLAG_STEPS = (ESCALATE_FLAG, MAKE_FLAG_RED, LOWER_FLAG, RESOLVE_FLAG, LIFT_FLAG)


class MatchState(StrEnum):
    """Where a possible match with the sanctions list stands."""

    OPEN = "open"
    SUSPECTED = "suspected"
    DIFFERENT = "different"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"


M = MatchState
CLEAR_MATCH = Step("clear_match", {M.OPEN}, M.DIFFERENT, Action.JUDGE_MATCH)
SUSPECT_MATCH = Step("suspect_match", {M.OPEN}, M.SUSPECTED, Action.JUDGE_MATCH)
CONFIRM_MATCH = Step("confirm_match", {M.SUSPECTED}, M.CONFIRMED, Action.CONFIRM_MATCH)
RETURN_MATCH = Step("return_match", {M.SUSPECTED}, M.OPEN, Action.CONFIRM_MATCH)
REOPEN_MATCH = Step("reopen_match", {M.DIFFERENT, M.CONFIRMED}, M.OPEN, Action.JUDGE_MATCH)
LAPSE_MATCH = Step("lapse_match", {M.OPEN, M.SUSPECTED}, M.LAPSED, Action.IMPORT_SANCTIONS)
FIND_MATCH_AGAIN = Step("find_match_again", {M.LAPSED}, M.OPEN, Action.IMPORT_SANCTIONS)
MATCH_STEPS = (
    CLEAR_MATCH,
    SUSPECT_MATCH,
    CONFIRM_MATCH,
    RETURN_MATCH,
    REOPEN_MATCH,
    LAPSE_MATCH,
    FIND_MATCH_AGAIN,
)

WORKFLOWS: Mapping[str, tuple[type[StrEnum], tuple[Step[Any], ...]]] = {
    "call": (CallState, CALL_STEPS),
    "proposal": (ProposalState, PROPOSAL_STEPS),
    "exclusion": (ExclusionState, EXCLUSION_STEPS),
    "scorecard": (ScorecardState, SCORECARD_STEPS),
    "objection": (ObjectionState, OBJECTION_STEPS),
    "minutes": (MinutesState, MINUTES_STEPS),
    "award": (AwardState, AWARD_STEPS),
    "acceptance": (AcceptanceState, ACCEPTANCE_STEPS),
    "review": (ReviewState, REVIEW_STEPS),
    "contract": (ContractState, CONTRACT_STEPS),
    "report": (ReportState, REPORT_STEPS),
    "correction": (CorrectionState, CORRECTION_STEPS),
    "verification": (VerificationState, VERIFICATION_STEPS),
    "flag": (FlagState, FLAG_STEPS),
    "match": (MatchState, MATCH_STEPS),
    "assessment": (AssessmentState, ASSESSMENT_STEPS),
    "concept": (ConceptState, CONCEPT_STEPS),
    "clarification": (ClarificationState, CLARIFICATION_STEPS),
}
