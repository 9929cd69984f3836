"""How meetings of a management committee move, and the follow-up of what they decide."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class MeetingState(StrEnum):
    """Where a meeting stands."""

    CONVENED = "convened"
    HELD = "held"
    CIRCULATED = "circulated"
    AGREED = "agreed"
    CANCELLED = "cancelled"


M = MeetingState
TOOK_PLACE = frozenset({M.HELD, M.CIRCULATED, M.AGREED})
"""States of a meeting that was held."""
HOLD_MEETING = Step("hold_meeting", {M.CONVENED}, M.HELD, Action.KEEP_MEETING)
CIRCULATE_MINUTES = Step("circulate_minutes", {M.HELD}, M.CIRCULATED, Action.KEEP_MEETING)
RETURN_MINUTES = Step("return_minutes", {M.CIRCULATED}, M.HELD, Action.KEEP_MEETING)
AGREE_MINUTES = Step("agree_minutes", {M.CIRCULATED}, M.AGREED, Action.AGREE_MINUTES)
CANCEL_MEETING = Step("cancel_meeting", {M.CONVENED}, M.CANCELLED, Action.KEEP_MEETING)
MEETING_STEPS = (
    HOLD_MEETING,
    CIRCULATE_MINUTES,
    RETURN_MINUTES,
    AGREE_MINUTES,
    CANCEL_MEETING,
)


class DecisionState(StrEnum):
    """Where the follow-up of a decision stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


D = DecisionState
DO_DECISION = Step("do_decision", {D.OPEN}, D.DONE, Action.FOLLOW_DECISION)
DROP_DECISION = Step("drop_decision", {D.OPEN}, D.DROPPED, Action.FOLLOW_DECISION)
REOPEN_DECISION = Step("reopen_decision", {D.DONE, D.DROPPED}, D.OPEN, Action.FOLLOW_DECISION)
DECISION_STEPS = (DO_DECISION, DROP_DECISION, REOPEN_DECISION)
