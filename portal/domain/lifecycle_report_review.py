"""How the review of a report moves: by section, at its two desks, and in what is asked."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class SectionReview(StrEnum):
    """What its desk found of one section of a submitted report."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"


S = SectionReview
ACCEPT_SECTION = Step("accept_section", set(S), S.ACCEPTED, Action.REVIEW_SECTION)
RETURN_SECTION = Step("return_section", set(S), S.RETURNED, Action.REVIEW_SECTION)
LOOK_AGAIN = Step("look_again", {S.ACCEPTED, S.RETURNED}, S.OPEN, Action.SUBMIT_REPORT)
SECTION_REVIEW_STEPS = (ACCEPT_SECTION, RETURN_SECTION, LOOK_AGAIN)


class DeskReview(StrEnum):
    """Whether a desk has finished with a report that was submitted."""

    READING = "reading"
    FINISHED = "finished"


D = DeskReview
FINISH_DESK = Step("finish_desk", {D.READING}, D.FINISHED, Action.REVIEW_SECTION)
REOPEN_DESK = Step("reopen_desk", {D.FINISHED}, D.READING, Action.REVIEW_SECTION)
DESK_REVIEW_STEPS = (FINISH_DESK, REOPEN_DESK)


class ThreadState(StrEnum):
    """Whether what was asked of a section still waits for somebody."""

    OPEN = "open"
    SETTLED = "settled"


T = ThreadState
ANSWER_THREAD = Step("answer_thread", set(T), T.OPEN, Action.DISCUSS_REPORT)
SETTLE_THREAD = Step("settle_thread", {T.OPEN}, T.SETTLED, Action.SETTLE_THREAD)
THREAD_STEPS = (ANSWER_THREAD, SETTLE_THREAD)
