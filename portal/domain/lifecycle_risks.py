"""How a risk moves, and how the performance of a partner at the end of a contract does."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class RiskState(StrEnum):
    """Where a risk of the register stands."""

    OPEN = "open"
    CLOSED = "closed"


R = RiskState
CLOSE_RISK = Step("close_risk", {R.OPEN}, R.CLOSED, Action.WRITE_RISK)
REOPEN_RISK = Step("reopen_risk", {R.CLOSED}, R.OPEN, Action.WRITE_RISK)
RISK_STEPS = (CLOSE_RISK, REOPEN_RISK)


class PerformanceState(StrEnum):
    """Where the performance of a partner under a contract stands."""

    DRAFT = "draft"
    SHARED = "shared"
    COMMENTED = "commented"


P = PerformanceState
PERFORMANCE_TO_PARTNER = frozenset({P.SHARED, P.COMMENTED})
"""States in which the partner reads it, and in which due diligence counts it."""
SHARE_PERFORMANCE = Step("share_performance", {P.DRAFT}, P.SHARED, Action.WRITE_PERFORMANCE)
COMMENT_PERFORMANCE = Step(
    "comment_performance", {P.SHARED}, P.COMMENTED, Action.COMMENT_PERFORMANCE
)
PERFORMANCE_STEPS = (SHARE_PERFORMANCE, COMMENT_PERFORMANCE)
