"""The workflow of a notice that suspends, resumes or ends a contract."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class NoticeState(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    GIVEN = "given"
    IN_EFFECT = "in_effect"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


N = NoticeState
OPEN_NOTICES = frozenset({N.DRAFT, N.PROPOSED, N.GIVEN})
"""A contract has one of these at a time."""
PROPOSE_END = Step("propose_end", {N.DRAFT}, N.PROPOSED, Action.GIVE_NOTICE)
"""The head of office offers the partner to end the contract by consent."""
GIVE_NOTICE = Step("give_notice", {N.DRAFT}, N.GIVEN, Action.GIVE_NOTICE)
AGREE_END = Step("agree_end", {N.PROPOSED}, N.GIVEN, Action.ANSWER_NOTICE)
DECLINE_END = Step("decline_end", {N.PROPOSED}, N.DECLINED, Action.ANSWER_NOTICE)
WITHDRAW_NOTICE = Step(
    "withdraw_notice", set(OPEN_NOTICES), N.WITHDRAWN, Action.WITHDRAW_NOTICE
)
TAKE_EFFECT = Step("take_effect", {N.GIVEN}, N.IN_EFFECT, Action.END_CONTRACT)
NOTICE_STEPS = (
    PROPOSE_END,
    GIVE_NOTICE,
    AGREE_END,
    DECLINE_END,
    WITHDRAW_NOTICE,
    TAKE_EFFECT,
)
