"""Workflows around a contract: versions of clauses, deviations from them, reviews."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.lifecycle import Step


class ClauseState(StrEnum):
    """Where one version of a clause of the library stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


APPROVE_CLAUSE = Step(
    "approve_clause", {ClauseState.WAITING}, ClauseState.APPROVED, Action.DECIDE_CLAUSE
)
DECLINE_CLAUSE = Step(
    "decline_clause", {ClauseState.WAITING}, ClauseState.DECLINED, Action.DECIDE_CLAUSE
)
CLAUSE_STEPS = (APPROVE_CLAUSE, DECLINE_CLAUSE)


class DeviationState(StrEnum):
    """Where a deviation of a contract from a mandatory clause stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    DROPPED = "dropped"


Z = DeviationState
APPROVE_DEVIATION = Step("approve_deviation", {Z.ASKED}, Z.APPROVED, Action.DECIDE_DEVIATION)
DECLINE_DEVIATION = Step("decline_deviation", {Z.ASKED}, Z.DECLINED, Action.DECIDE_DEVIATION)
DROP_DEVIATION = Step("drop_deviation", {Z.ASKED, Z.APPROVED}, Z.DROPPED, Action.EDIT_CONTRACT)
"""The clause stands in other words by now, so that the deviation is none any more."""
DEVIATION_STEPS = (APPROVE_DEVIATION, DECLINE_DEVIATION, DROP_DEVIATION)


class ReviewState(StrEnum):
    """Where one review of a contract stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    RETURNED = "returned"
    DROPPED = "dropped"


W = ReviewState
AGREE_REVIEW = Step("agree_review", {W.WAITING}, W.AGREED, Action.REVIEW_CONTRACT)
RETURN_REVIEW = Step("return_review", {W.WAITING, W.AGREED}, W.RETURNED, Action.REVIEW_CONTRACT)
DROP_REVIEW = Step("drop_review", {W.WAITING}, W.DROPPED, Action.REVIEW_CONTRACT)
"""Another review returned the contract first, so that this one is not asked for any more."""
REVIEW_STEPS = (AGREE_REVIEW, RETURN_REVIEW, DROP_REVIEW)


class PaperState(StrEnum):
    """Where a signature on paper stands, that somebody entered with its scan."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


CONFIRM_PAPER = Step(
    "confirm_paper", {PaperState.WAITING}, PaperState.CONFIRMED, Action.CONFIRM_PAPER
)
DECLINE_PAPER = Step(
    "decline_paper", {PaperState.WAITING}, PaperState.DECLINED, Action.CONFIRM_PAPER
)
PAPER_STEPS = (CONFIRM_PAPER, DECLINE_PAPER)


class InstalmentState(StrEnum):
    """Where an instalment of a contract stands."""

    PLANNED = "planned"
    REQUESTED = "requested"
    VERIFIED = "verified"
    APPROVED = "approved"
    PAID = "paid"
    REJECTED = "rejected"


P = InstalmentState
REQUEST_INSTALMENT = Step(
    "request_instalment", {P.PLANNED, P.REJECTED}, P.REQUESTED, Action.REQUEST_INSTALMENT
)
VERIFY_INSTALMENT = Step(
    "verify_instalment", {P.REQUESTED}, P.VERIFIED, Action.VERIFY_INSTALMENT
)
REFUSE_INSTALMENT = Step(
    "refuse_instalment", {P.REQUESTED}, P.REJECTED, Action.REJECT_INSTALMENT
)
APPROVE_INSTALMENT = Step(
    "approve_instalment", {P.VERIFIED}, P.APPROVED, Action.APPROVE_INSTALMENT
)
REJECT_INSTALMENT = Step(
    "reject_instalment", {P.VERIFIED}, P.REJECTED, Action.REJECT_INSTALMENT
)
RECALL_INSTALMENT = Step(
    "recall_instalment", {P.APPROVED}, P.REJECTED, Action.REJECT_INSTALMENT
)
"""Finance takes back an approval that was not paid: the bank refused, the account changed."""
PAY_INSTALMENT = Step("pay_instalment", {P.APPROVED}, P.PAID, Action.PAY_INSTALMENT)
INSTALMENT_STEPS = (
    REQUEST_INSTALMENT,
    VERIFY_INSTALMENT,
    REFUSE_INSTALMENT,
    APPROVE_INSTALMENT,
    REJECT_INSTALMENT,
    RECALL_INSTALMENT,
    PAY_INSTALMENT,
)
