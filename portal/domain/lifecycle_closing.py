"""How a handover milestone of a contract moves."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class MilestoneState(StrEnum):
    """Where a handover milestone stands."""

    OPEN = "open"
    REPORTED = "reported"
    MET = "met"
    WAIVED = "waived"


M = MilestoneState
REPORT_MILESTONE = Step("report_milestone", {M.OPEN}, M.REPORTED, Action.REPORT_MILESTONE)
MEET_MILESTONE = Step("meet_milestone", {M.OPEN, M.REPORTED}, M.MET, Action.KEEP_MILESTONES)
WAIVE_MILESTONE = Step(
    "waive_milestone", {M.OPEN, M.REPORTED}, M.WAIVED, Action.KEEP_MILESTONES
)
RETURN_MILESTONE = Step(
    "return_milestone", {M.REPORTED, M.MET, M.WAIVED}, M.OPEN, Action.KEEP_MILESTONES
)
MILESTONE_STEPS = (REPORT_MILESTONE, MEET_MILESTONE, WAIVE_MILESTONE, RETURN_MILESTONE)
