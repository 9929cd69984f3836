"""Handover plans in every state, each with who looks at it."""

from datetime import timedelta

from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import HandoverGoal, HandoverReview
from portal.services import handover_plans as plans
from tests.browser.stage_sealed import of
from tests.factories import NOON
from tests.handing import OUTLINE, PAPER, TODAY, Handing


def faces():
    """Put them into the database; return the pages that show them."""
    draft, running = Handing(), Handing(PlanState.UNDER_WAY)
    HandoverGoal.update(due_on=TODAY - timedelta(days=40)).execute()
    running.mark(state=GoalState.PARTIALLY_MET, text="Read once.", sent=PAPER)
    revised = running.revised(conditions="A line and ten posts.")
    told = Handing(PlanState.HANDED_OVER, handed_on=TODAY, act="ACT 7", receiver="Director")
    HandoverReview.create(plan=told.plan_id, number=1, due_on=TODAY)
    others = [Handing(each) for each in (PlanState.SUBMITTED, PlanState.AGREED)]
    plans.begin(Handing(PlanState.WITHDRAWN).centre, OUTLINE, "en", draft.officer, NOON)
    shown = [draft.plan_id, running.plan_id, revised.id, told.plan_id]
    shown += [each.plan_id for each in others]
    return [
        of("handover.index", draft.officer),
        of("handover.of_centre", draft.officer, slug=running.centre.slug),
        of("handover.differs", draft.officer, plan_id=revised.id),
        of("handover.show", others[0].head, plan_id=others[0].plan_id),
        *(of("handover.show", draft.officer, plan_id=each) for each in shown),
    ]
