"""Workflows of an amendment: its way into force, and each approval that it needs."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.lifecycle_contracts import ReviewState
from portal.domain.workflow import Step


class AmendmentState(StrEnum):
    """Where an amendment of a contract stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    WITH_HEAD = "with_head"
    OFFERED = "offered"
    PARTNER_SIGNED = "partner_signed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


S = AmendmentState
OPEN_AMENDMENTS = frozenset({S.DRAFT, S.IN_REVIEW, S.WITH_HEAD, S.OFFERED, S.PARTNER_SIGNED})
"""A contract has one of these at a time."""
SEND_AMENDMENT = Step("send_amendment", {S.DRAFT}, S.IN_REVIEW, Action.EDIT_AMENDMENT)
SEND_TO_HEAD = Step("send_to_head", {S.DRAFT, S.IN_REVIEW}, S.WITH_HEAD, Action.EDIT_AMENDMENT)
"""Every adviser that the kind asks for has agreed, or it asks for none."""
RETURN_AMENDMENT = Step(
    "return_amendment", {S.IN_REVIEW, S.WITH_HEAD}, S.DRAFT, Action.REVIEW_AMENDMENT
)
OFFER_AMENDMENT = Step("offer_amendment", {S.WITH_HEAD}, S.OFFERED, Action.REVIEW_AMENDMENT)
DECLINE_AMENDMENT = Step("decline_amendment", {S.OFFERED}, S.DECLINED, Action.DECLINE_AMENDMENT)
WITHDRAW_AMENDMENT = Step(
    "withdraw_amendment", set(OPEN_AMENDMENTS), S.WITHDRAWN, Action.EDIT_AMENDMENT
)
LAPSE_AMENDMENT = Step("lapse_amendment", set(OPEN_AMENDMENTS), S.LAPSED, Action.END_CONTRACT)
"""The contract ended before both had signed."""
SIGN_AMENDMENT = Step("sign_amendment", {S.OFFERED}, S.PARTNER_SIGNED, Action.SIGN_AMENDMENT)
COUNTERSIGN_AMENDMENT = Step(
    "countersign_amendment", {S.PARTNER_SIGNED}, S.IN_FORCE, Action.COUNTERSIGN_AMENDMENT
)
AMENDMENT_STEPS = (
    SEND_AMENDMENT,
    SEND_TO_HEAD,
    RETURN_AMENDMENT,
    OFFER_AMENDMENT,
    DECLINE_AMENDMENT,
    WITHDRAW_AMENDMENT,
    LAPSE_AMENDMENT,
    SIGN_AMENDMENT,
    COUNTERSIGN_AMENDMENT,
)

W = ReviewState
AGREE_APPROVAL = Step("agree_approval", {W.WAITING}, W.AGREED, Action.REVIEW_AMENDMENT)
RETURN_APPROVAL = Step("return_approval", {W.WAITING}, W.RETURNED, Action.REVIEW_AMENDMENT)
DROP_APPROVAL = Step("drop_approval", {W.WAITING}, W.DROPPED, Action.EDIT_AMENDMENT)
"""Another adviser returned the amendment, or it was withdrawn."""
APPROVAL_STEPS = (AGREE_APPROVAL, RETURN_APPROVAL, DROP_APPROVAL)
