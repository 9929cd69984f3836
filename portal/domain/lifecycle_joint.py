"""How the cooperation agreement on a jointly managed centre moves, a version at a time."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class AgreementState(StrEnum):
    """Where one version of a cooperation agreement stands."""

    DRAFT = "draft"
    LEGAL_REVIEW = "legal_review"
    CLEARED = "cleared"
    APPROVED = "approved"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    ENDED = "ended"


A = AgreementState
RUNNING_AGREEMENT = frozenset({A.IN_FORCE, A.SUSPENDED})
"""States in which a version binds both sides, even while it is suspended."""
PREPARED_AGREEMENT = frozenset({A.DRAFT, A.LEGAL_REVIEW, A.CLEARED, A.APPROVED, A.SIGNED})
"""States of a version that is on its way; a centre has one such version at most."""
SETTLED_TEXT = frozenset(A) - {A.DRAFT, A.LEGAL_REVIEW, A.CLEARED}
"""States in which the text is that of the approval and of the signatures."""
SEND_AGREEMENT = Step("send_agreement", {A.DRAFT}, A.LEGAL_REVIEW, Action.WRITE_AGREEMENT)
RETURN_AGREEMENT = Step("return_agreement", {A.LEGAL_REVIEW}, A.DRAFT, Action.REVIEW_AGREEMENT)
CLEAR_AGREEMENT = Step("clear_agreement", {A.LEGAL_REVIEW}, A.CLEARED, Action.REVIEW_AGREEMENT)
REFUSE_AGREEMENT = Step("refuse_agreement", {A.CLEARED}, A.DRAFT, Action.APPROVE_AGREEMENT)
APPROVE_AGREEMENT = Step("approve_agreement", {A.CLEARED}, A.APPROVED, Action.APPROVE_AGREEMENT)
REWRITE_AGREEMENT = Step("rewrite_agreement", {A.APPROVED}, A.DRAFT, Action.WRITE_AGREEMENT)
SIGN_AGREEMENT = Step("sign_agreement", {A.APPROVED}, A.SIGNED, Action.WRITE_AGREEMENT)
START_AGREEMENT = Step("start_agreement", {A.SIGNED}, A.IN_FORCE, Action.WRITE_AGREEMENT)
SUSPEND_AGREEMENT = Step("suspend_agreement", {A.IN_FORCE}, A.SUSPENDED, Action.HOLD_AGREEMENT)
RESUME_AGREEMENT = Step("resume_agreement", {A.SUSPENDED}, A.IN_FORCE, Action.HOLD_AGREEMENT)
END_AGREEMENT = Step("end_agreement", RUNNING_AGREEMENT, A.ENDED, Action.HOLD_AGREEMENT)
REPLACE_AGREEMENT = Step(
    "replace_agreement", RUNNING_AGREEMENT, A.REPLACED, Action.WRITE_AGREEMENT
)
AGREEMENT_STEPS = (
    SEND_AGREEMENT,
    RETURN_AGREEMENT,
    CLEAR_AGREEMENT,
    REFUSE_AGREEMENT,
    APPROVE_AGREEMENT,
    REWRITE_AGREEMENT,
    SIGN_AGREEMENT,
    START_AGREEMENT,
    SUSPEND_AGREEMENT,
    RESUME_AGREEMENT,
    END_AGREEMENT,
    REPLACE_AGREEMENT,
)
