"""How checking moves: visits to a partner, and the action points that come of them."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    COMMENTED = "commented"
    FINAL = "final"
    CANCELLED = "cancelled"


V = VisitState
VISIT_TO_PARTNER = frozenset({V.REPORTED, V.COMMENTED, V.FINAL})
"""States in which the partner reads a visit."""
START_VISIT = Step("start_visit", {V.PLANNED}, V.UNDER_WAY, Action.WRITE_VISIT)
REPORT_VISIT = Step("report_visit", {V.UNDER_WAY}, V.REPORTED, Action.WRITE_VISIT)
COMMENT_VISIT = Step("comment_visit", {V.REPORTED}, V.COMMENTED, Action.COMMENT_VISIT)
CLOSE_VISIT = Step("close_visit", {V.REPORTED, V.COMMENTED}, V.FINAL, Action.WRITE_VISIT)
CANCEL_VISIT = Step("cancel_visit", {V.PLANNED, V.UNDER_WAY}, V.CANCELLED, Action.WRITE_VISIT)
VISIT_STEPS = (START_VISIT, REPORT_VISIT, COMMENT_VISIT, CLOSE_VISIT, CANCEL_VISIT)


class PointState(StrEnum):
    """Where an action point stands."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


P = PointState
UNSETTLED = frozenset({P.OPEN, P.DONE})
"""States of an action point that keep a contract from being closed."""
DO_POINT = Step("do_point", {P.OPEN}, P.DONE, Action.DO_ACTION_POINT)
VERIFY_POINT = Step("verify_point", {P.DONE}, P.VERIFIED, Action.VERIFY_ACTION_POINT)
REOPEN_POINT = Step("reopen_point", {P.DONE, P.VERIFIED}, P.OPEN, Action.VERIFY_ACTION_POINT)
DROP_POINT = Step("drop_point", {P.OPEN}, P.DROPPED, Action.ADD_ACTION_POINT)
POINT_STEPS = (DO_POINT, VERIFY_POINT, REOPEN_POINT, DROP_POINT)
