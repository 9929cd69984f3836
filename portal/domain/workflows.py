"""Every workflow of the portal by its name, for the diagrams and for who checks them all."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.domain.lifecycle import WORKFLOWS, Step
from portal.domain.lifecycle_allowances import (
    MEMORANDUM_STEPS,
    SHEET_STEPS,
    MemorandumState,
    SheetState,
)
from portal.domain.lifecycle_amendments import (
    AMENDMENT_STEPS,
    APPROVAL_STEPS,
    AmendmentState,
)
from portal.domain.lifecycle_clearances import CLEARANCE_STEPS, ClearanceState
from portal.domain.lifecycle_closing import MILESTONE_STEPS, MilestoneState
from portal.domain.lifecycle_contracts import (
    CLAUSE_STEPS,
    DEVIATION_STEPS,
    INSTALMENT_STEPS,
    PAPER_STEPS,
    REVIEW_STEPS,
    ClauseState,
    DeviationState,
    InstalmentState,
    PaperState,
    ReviewState,
)
from portal.domain.lifecycle_handover import (
    GOAL_STEPS,
    PLAN_STEPS,
    GoalState,
    PlanState,
)
from portal.domain.lifecycle_joint import AGREEMENT_STEPS, AgreementState
from portal.domain.lifecycle_meetings import (
    DECISION_STEPS,
    MEETING_STEPS,
    DecisionState,
    MeetingState,
)
from portal.domain.lifecycle_notices import NOTICE_STEPS, NoticeState
from portal.domain.lifecycle_procedures import PROCEDURE_STEPS, ProcedureState
from portal.domain.lifecycle_report_review import (
    DESK_REVIEW_STEPS,
    SECTION_REVIEW_STEPS,
    THREAD_STEPS,
    DeskReview,
    SectionReview,
    ThreadState,
)
from portal.domain.lifecycle_risks import (
    PERFORMANCE_STEPS,
    RISK_STEPS,
    PerformanceState,
    RiskState,
)
from portal.domain.lifecycle_rosters import ROSTER_STEPS, RosterState
from portal.domain.lifecycle_visits import (
    POINT_STEPS,
    VISIT_STEPS,
    PointState,
    VisitState,
)

EVERY: Mapping[str, tuple[type[StrEnum], tuple[Step[Any], ...]]] = {
    **WORKFLOWS,
    "clause": (ClauseState, CLAUSE_STEPS),
    "deviation": (DeviationState, DEVIATION_STEPS),
    "contract review": (ReviewState, REVIEW_STEPS),
    "signature on paper": (PaperState, PAPER_STEPS),
    "instalment": (InstalmentState, INSTALMENT_STEPS),
    "milestone": (MilestoneState, MILESTONE_STEPS),
    "handover plan": (PlanState, PLAN_STEPS),
    "milestone of a handover plan": (GoalState, GOAL_STEPS),
    "notice": (NoticeState, NOTICE_STEPS),
    "amendment": (AmendmentState, AMENDMENT_STEPS),
    "amendment approval": (ReviewState, APPROVAL_STEPS),
    "visit": (VisitState, VISIT_STEPS),
    "action point": (PointState, POINT_STEPS),
    "section of a report": (SectionReview, SECTION_REVIEW_STEPS),
    "thread of a report": (ThreadState, THREAD_STEPS),
    "desk of a report": (DeskReview, DESK_REVIEW_STEPS),
    "cooperation agreement": (AgreementState, AGREEMENT_STEPS),
    "meeting of a management committee": (MeetingState, MEETING_STEPS),
    "decision of a management committee": (DecisionState, DECISION_STEPS),
    "risk": (RiskState, RISK_STEPS),
    "procedures": (ProcedureState, PROCEDURE_STEPS),
    "roster": (RosterState, ROSTER_STEPS),
    "performance": (PerformanceState, PERFORMANCE_STEPS),
    "clearance": (ClearanceState, CLEARANCE_STEPS),
    "memorandum": (MemorandumState, MEMORANDUM_STEPS),
    "sheet of allowances": (SheetState, SHEET_STEPS),
}
