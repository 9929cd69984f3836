"""How a correction of an accepted figure moves: one person proposes it, another decides."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class CorrectionState(StrEnum):
    """Where a correction of an accepted figure stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


C = CorrectionState
APPROVE_CORRECTION = Step(
    "approve_correction", {C.PROPOSED}, C.APPROVED, Action.DECIDE_CORRECTION
)
REFUSE_CORRECTION = Step("refuse_correction", {C.PROPOSED}, C.REFUSED, Action.DECIDE_CORRECTION)
CORRECTION_STEPS = (APPROVE_CORRECTION, REFUSE_CORRECTION)
