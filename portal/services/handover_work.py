"""What handover plans ask of people: to decide, to go on, to bring milestones about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from portal.domain.actions import Action, Role
from portal.domain.lifecycle_handover import RUNNING, WAITING, PlanState
from portal.domain.policy import Actor, can
from portal.models import HandoverGoal, HandoverPlan, HandoverReview
from portal.services import handover_finding as finding
from portal.services.todo import Item

AHEAD = timedelta(days=14)
"""How long before its day a milestone or a review is asked for."""
NEXT = {
    PlanState.DRAFT: "write_handover",
    PlanState.APPROVED: "agree_handover",
    PlanState.AGREED: "start_handover",
}
"""What a plan asks of who drafted it."""


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return what handover plans ask of the actor now."""
    if not actor.roles & {Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE}:
        return []
    rows = list(finding.joined().where(HandoverPlan.state.in_(list(RUNNING))))
    return [item for plan in rows for item in _of(plan, actor, at.date())]


def _of(plan: HandoverPlan, actor: Actor, today: date) -> Iterator[Item]:
    mine = plan.author_id == actor.person_id
    if plan.state is PlanState.SUBMITTED:
        if can(actor, Action.APPROVE_HANDOVER, plan):
            yield _item("approve_handover", plan)
        elif mine:
            yield _item("wait_handover", plan, waiting=True)
    elif mine:
        yield from _author(plan, today)


def _author(plan: HandoverPlan, today: date) -> Iterator[Item]:
    """Tell who drafted a plan what it asks for: they pursue what both sides owe."""
    if plan.state in NEXT:
        yield _item(NEXT[plan.state], plan)
    elif plan.state is PlanState.UNDER_WAY:
        yield from _milestones(plan, today)
    else:
        yield from _reviews(plan, today)


def _milestones(plan: HandoverPlan, today: date) -> Iterator[Item]:
    rows = finding.goals(plan)
    if all(each.state not in WAITING for each in rows):
        yield _item("hand_over", plan)
    for each in rows:
        if each.state in WAITING and each.due_on <= today + AHEAD:
            yield _goal(plan, each)


def _goal(plan: HandoverPlan, goal: HandoverGoal) -> Item:
    reference = f"{plan.reference}/{goal.code}"
    parts = {"goal_id": str(goal.id)}
    due = _moment(goal.due_on)
    return Item("work.mark_goal", reference, goal.title, "handover.mark", parts, due)


def _reviews(plan: HandoverPlan, today: date) -> Iterator[Item]:
    waiting = [each for each in finding.reviews(plan) if each.held_on is None]
    if not waiting:
        yield _item("close_handover", plan)
    yield from (_review(plan, each) for each in waiting if each.due_on <= today + AHEAD)


def _review(plan: HandoverPlan, review: HandoverReview) -> Item:
    parts = {"review_id": str(review.id)}
    name, due = plan.centre.name, _moment(review.due_on)
    return Item("work.review_handover", plan.reference, name, "handover.review", parts, due)


def _item(word: str, plan: HandoverPlan, *, waiting: bool = False) -> Item:
    parts = {"plan_id": str(plan.id)}
    name = plan.centre.name
    return Item(
        f"work.{word}", plan.reference, name, "handover.show", parts, None, waiting=waiting
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=UTC)
