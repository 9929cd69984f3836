"""How the records of the award move: the minutes of the committee, and each recommendation."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class MinutesState(StrEnum):
    """Where the minutes of a committee stand."""

    DRAFT = "draft"
    SIGNING = "signing"
    SIGNED = "signed"


M = MinutesState
OFFER_MINUTES = Step("offer_minutes", {M.DRAFT}, M.SIGNING, Action.WRITE_MINUTES)
TAKE_BACK_MINUTES = Step("take_back_minutes", {M.SIGNING}, M.DRAFT, Action.WRITE_MINUTES)
CLOSE_MINUTES = Step("close_minutes", {M.SIGNING}, M.SIGNED, Action.SIGN_MINUTES)
"""The last signature closes the minutes."""
MINUTES_STEPS = (OFFER_MINUTES, TAKE_BACK_MINUTES, CLOSE_MINUTES)


class AwardState(StrEnum):
    """Where one recommendation of the committee stands on its way to the award."""

    RECOMMENDED = "recommended"
    REVIEWED = "reviewed"
    SECOND = "second"
    APPROVED = "approved"
    RETURNED = "returned"
    FAILED = "failed"


A = AwardState
REVIEW_AWARD = Step("review_award", {A.RECOMMENDED}, A.REVIEWED, Action.REVIEW_AWARD)
ASK_SECOND = Step("ask_second", {A.REVIEWED}, A.SECOND, Action.APPROVE_AWARD)
"""The head of office approves an award above the ceiling, which a second person confirms."""
GRANT_AWARD = Step("grant_award", {A.REVIEWED}, A.APPROVED, Action.APPROVE_AWARD)
CONFIRM_AWARD = Step("confirm_award", {A.SECOND}, A.APPROVED, Action.SECOND_AWARD)
RETURN_UNREVIEWED = Step("return_unreviewed", {A.RECOMMENDED}, A.RETURNED, Action.REVIEW_AWARD)
RETURN_AWARD = Step("return_award", {A.REVIEWED}, A.RETURNED, Action.APPROVE_AWARD)
RETURN_SECOND = Step("return_second", {A.SECOND}, A.RETURNED, Action.SECOND_AWARD)
FAIL_AWARD = Step("fail_award", {A.REVIEWED}, A.FAILED, Action.APPROVE_AWARD)
"""The head of office ends a call without an award."""
AWARD_STEPS = (
    REVIEW_AWARD,
    ASK_SECOND,
    GRANT_AWARD,
    CONFIRM_AWARD,
    RETURN_UNREVIEWED,
    RETURN_AWARD,
    RETURN_SECOND,
    FAIL_AWARD,
)
UNDECIDED = frozenset({A.RECOMMENDED, A.REVIEWED, A.SECOND})


class AcceptanceState(StrEnum):
    """Where the award of one lot stands with the partner that got it."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SET_ASIDE = "set_aside"


L = AcceptanceState
ACCEPT_AWARD = Step("accept_award", {L.OFFERED}, L.ACCEPTED, Action.ANSWER_AWARD)
DECLINE_AWARD = Step("decline_award", {L.OFFERED, L.ACCEPTED}, L.DECLINED, Action.ANSWER_AWARD)
SET_ASIDE = Step("set_aside_award", {L.OFFERED, L.ACCEPTED}, L.SET_ASIDE, Action.DECIDE_REVIEW)
"""A review was upheld: the lot goes back to the committee."""
ACCEPTANCE_STEPS = (ACCEPT_AWARD, DECLINE_AWARD, SET_ASIDE)
STANDING_AWARDS = frozenset({L.OFFERED, L.ACCEPTED})


class ReviewState(StrEnum):
    """Where a partner's request for a review of an award stands."""

    FILED = "filed"
    NAMED = "named"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


V = ReviewState
NAME_REVIEWER = Step("name_reviewer", {V.FILED, V.NAMED}, V.NAMED, Action.NAME_REVIEWER)
UPHOLD_REVIEW = Step("uphold_review", {V.NAMED}, V.UPHELD, Action.DECIDE_REVIEW)
DISMISS_REVIEW = Step("dismiss_review", {V.NAMED}, V.DISMISSED, Action.DECIDE_REVIEW)
WITHDRAW_REVIEW = Step(
    "withdraw_review", {V.FILED, V.NAMED}, V.WITHDRAWN, Action.WITHDRAW_REVIEW
)
REVIEW_STEPS = (NAME_REVIEWER, UPHOLD_REVIEW, DISMISS_REVIEW, WITHDRAW_REVIEW)
OPEN_REVIEWS = frozenset({V.FILED, V.NAMED})
