"""How a clearance for a deviation from Internal Instruction 92 moves."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class ClearanceState(StrEnum):
    """Where a clearance stands."""

    DRAFT = "draft"
    ASKED = "asked"
    CLEARED = "cleared"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


C = ClearanceState
ASK_CLEARANCE = Step("ask_clearance", {C.DRAFT}, C.ASKED, Action.WRITE_CLEARANCE)
CLEAR_BY_LEGAL = Step("clear_by_legal", {C.ASKED}, C.CLEARED, Action.DECIDE_CLEARANCE)
REFUSE_BY_LEGAL = Step("refuse_by_legal", {C.ASKED}, C.REFUSED, Action.DECIDE_CLEARANCE)
CLEAR_BY_DONOR = Step("clear_by_donor", {C.ASKED}, C.CLEARED, Action.CHECK_DONOR_LETTER)
"""The checked letter of the donor is the last consent that was missing."""
REFUSE_BY_DONOR = Step("refuse_by_donor", {C.ASKED}, C.REFUSED, Action.CHECK_DONOR_LETTER)
WITHDRAW_CLEARANCE = Step(
    "withdraw_clearance", {C.DRAFT, C.ASKED, C.CLEARED}, C.WITHDRAWN, Action.WRITE_CLEARANCE
)
EXPIRE_CLEARANCE = Step("expire_clearance", {C.CLEARED}, C.EXPIRED, Action.WRITE_CLEARANCE)
"""Its last day has passed; the portal takes this step by itself."""
CLEARANCE_STEPS = (
    ASK_CLEARANCE,
    CLEAR_BY_LEGAL,
    REFUSE_BY_LEGAL,
    CLEAR_BY_DONOR,
    REFUSE_BY_DONOR,
    WITHDRAW_CLEARANCE,
    EXPIRE_CLEARANCE,
)
