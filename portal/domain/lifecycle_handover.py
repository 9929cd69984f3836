"""How a handover plan moves from its draft to the State, and how its milestones do."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class PlanState(StrEnum):
    """Where one version of a handover plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


P = PlanState
SUBMIT_PLAN = Step("submit_plan", {P.DRAFT}, P.SUBMITTED, Action.WRITE_HANDOVER)
RETURN_PLAN = Step("return_plan", {P.SUBMITTED}, P.DRAFT, Action.APPROVE_HANDOVER)
APPROVE_PLAN = Step("approve_plan", {P.SUBMITTED}, P.APPROVED, Action.APPROVE_HANDOVER)
TAKE_BACK_PLAN = Step(
    "take_back_plan", {P.SUBMITTED, P.APPROVED}, P.DRAFT, Action.WRITE_HANDOVER
)
"""Such as when the authority asks for changes."""
AGREE_PLAN = Step("agree_plan", {P.APPROVED}, P.AGREED, Action.AGREE_HANDOVER)
START_PLAN = Step("start_plan", {P.AGREED}, P.UNDER_WAY, Action.AGREE_HANDOVER)
HAND_OVER = Step("hand_over_centre", {P.UNDER_WAY}, P.HANDED_OVER, Action.HAND_OVER)
CLOSE_PLAN = Step("close_plan", {P.HANDED_OVER}, P.CLOSED, Action.HAND_OVER)
REPLACE_PLAN = Step("replace_plan", {P.AGREED, P.UNDER_WAY}, P.REPLACED, Action.AGREE_HANDOVER)
"""A newer version was agreed; what this one said stays."""
WITHDRAW_PLAN = Step(
    "withdraw_plan", {P.DRAFT, P.SUBMITTED, P.APPROVED}, P.WITHDRAWN, Action.WRITE_HANDOVER
)
PLAN_STEPS = (
    SUBMIT_PLAN,
    RETURN_PLAN,
    APPROVE_PLAN,
    TAKE_BACK_PLAN,
    AGREE_PLAN,
    START_PLAN,
    HAND_OVER,
    CLOSE_PLAN,
    REPLACE_PLAN,
    WITHDRAW_PLAN,
)
PREPARED = frozenset({P.DRAFT, P.SUBMITTED, P.APPROVED})
"""What the authority has not agreed to yet."""
IN_USE = frozenset({P.AGREED, P.UNDER_WAY})
"""What both sides work by, and what a new version can replace."""
RUNNING = PREPARED | IN_USE | {P.HANDED_OVER}
"""A centre has a plan: another one begins as a new version of it."""


class GoalState(StrEnum):
    """Where a milestone of a handover plan stands."""

    SCHEDULED = "scheduled"
    PARTIALLY_MET = "partially_met"
    NOT_MET = "not_met"
    MET = "met"
    WAIVED = "waived"


G = GoalState
WAITING = frozenset({G.SCHEDULED, G.PARTIALLY_MET, G.NOT_MET})
"""What somebody still has to bring about."""
MEET_GOAL = Step("meet_goal", WAITING, G.MET, Action.MARK_HANDOVER)
PART_MEET_GOAL = Step("part_meet_goal", WAITING, G.PARTIALLY_MET, Action.MARK_HANDOVER)
MISS_GOAL = Step("miss_goal", WAITING, G.NOT_MET, Action.MARK_HANDOVER)
WAIVE_GOAL = Step("waive_goal", WAITING, G.WAIVED, Action.MARK_HANDOVER)
RESCHEDULE_GOAL = Step(
    "reschedule_goal", set(G) - {G.SCHEDULED}, G.SCHEDULED, Action.MARK_HANDOVER
)
GOAL_STEPS = (MEET_GOAL, PART_MEET_GOAL, MISS_GOAL, WAIVE_GOAL, RESCHEDULE_GOAL)
