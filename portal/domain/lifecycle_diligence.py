"""How what the office finds moves: exclusions of proposals, and assessments of partners."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class ExclusionState(StrEnum):
    """Where the exclusion of a proposal stands: one person proposes it, another decides."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


X = ExclusionState
CONFIRM_EXCLUSION = Step(
    "confirm_exclusion", {X.PROPOSED}, X.CONFIRMED, Action.CONFIRM_EXCLUSION
)
RETURN_EXCLUSION = Step("return_exclusion", {X.PROPOSED}, X.RETURNED, Action.CONFIRM_EXCLUSION)
EXCLUSION_STEPS = (CONFIRM_EXCLUSION, RETURN_EXCLUSION)


class AssessmentState(StrEnum):
    """Where an assessment of a partner stands."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"


A = AssessmentState
SEND_ASSESSMENT = Step("send_assessment", {A.DRAFT}, A.SENT, Action.ASSESS_PARTNER)
APPROVE_ASSESSMENT = Step("approve_assessment", {A.SENT}, A.APPROVED, Action.APPROVE_ASSESSMENT)
RETURN_ASSESSMENT = Step("return_assessment", {A.SENT}, A.DRAFT, Action.APPROVE_ASSESSMENT)
ASSESSMENT_STEPS = (SEND_ASSESSMENT, APPROVE_ASSESSMENT, RETURN_ASSESSMENT)
