"""How memoranda with staff of a government move, and how their daily allowances do."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class MemorandumState(StrEnum):
    """Where a memorandum between IOM and one worker of the State stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SIGNED = "signed"
    ENDED = "ended"


M = MemorandumState
APPROVE_MEMORANDUM = Step(
    "approve_memorandum", {M.DRAFT}, M.APPROVED, Action.APPROVE_MEMORANDUM
)
SIGN_MEMORANDUM = Step("sign_memorandum", {M.APPROVED}, M.SIGNED, Action.WRITE_MEMORANDUM)
"""Both have signed on paper, which the programme officer records."""
END_MEMORANDUM = Step(
    "end_memorandum", {M.DRAFT, M.APPROVED, M.SIGNED}, M.ENDED, Action.WRITE_MEMORANDUM
)
MEMORANDUM_STEPS = (APPROVE_MEMORANDUM, SIGN_MEMORANDUM, END_MEMORANDUM)


class SheetState(StrEnum):
    """Where a sheet of daily allowances stands."""

    DRAFT = "draft"
    CERTIFIED = "certified"
    APPROVED = "approved"
    PAID = "paid"
    REJECTED = "rejected"


S = SheetState
CERTIFY_SHEET = Step("certify_sheet", {S.DRAFT}, S.CERTIFIED, Action.CERTIFY_SHEET)
APPROVE_SHEET = Step("approve_sheet", {S.CERTIFIED}, S.APPROVED, Action.APPROVE_SHEET)
PAY_SHEET = Step("pay_sheet", {S.APPROVED}, S.PAID, Action.PAY_SHEET)
DROP_SHEET = Step("drop_sheet", {S.DRAFT}, S.REJECTED, Action.WRITE_SHEET)
REJECT_SHEET = Step("reject_sheet", {S.CERTIFIED, S.APPROVED}, S.REJECTED, Action.REJECT_SHEET)
SHEET_STEPS = (CERTIFY_SHEET, APPROVE_SHEET, PAY_SHEET, DROP_SHEET, REJECT_SHEET)
