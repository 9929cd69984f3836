"""Handover plans found for the pages: a version with what belongs to it, and how far it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.domain import handover as rules
from portal.domain.handover import Standing
from portal.domain.lifecycle_handover import IN_USE, PREPARED, RUNNING, WAITING, PlanState
from portal.models import (
    Centre,
    HandoverGoal,
    HandoverMark,
    HandoverPlan,
    HandoverReview,
    HandoverYear,
    Person,
)
from portal.services.centres import HANDED_OVER
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect

MOST = 300


@dataclass(frozen=True)
class Listed:
    """A plan in a list with how far it is and the milestone that comes next."""

    plan: HandoverPlan
    standing: Standing
    following: HandoverGoal | None


def joined() -> "ModelSelect[HandoverPlan]":
    """Return the query for plans with their centre and who began them."""
    query = HandoverPlan.select(HandoverPlan, Centre, Person).join(Centre)
    return query.switch(HandoverPlan).join(Person, on=HandoverPlan.author)


def by_id(plan_id: UUID) -> HandoverPlan:
    """Find a version with its centre, or refuse with ``NotFound``."""
    row: HandoverPlan | None = joined().where(HandoverPlan.id == plan_id).first()
    return found(row)


def goal_by_id(goal_id: UUID) -> HandoverGoal:
    """Find a milestone with its version and centre, or refuse with ``NotFound``."""
    query = HandoverGoal.select(HandoverGoal, HandoverPlan, Centre)
    query = query.join(HandoverPlan).join(Centre)
    row: HandoverGoal | None = query.where(HandoverGoal.id == goal_id).first()
    return found(row)


def review_by_id(review_id: UUID) -> HandoverReview:
    """Find a review with its plan and centre, or refuse with ``NotFound``."""
    query = HandoverReview.select(HandoverReview, HandoverPlan, Centre)
    query = query.join(HandoverPlan).join(Centre)
    row: HandoverReview | None = query.where(HandoverReview.id == review_id).first()
    return found(row)


def mark_by_id(mark_id: UUID) -> HandoverMark:
    """Find a mark that has a file, or refuse with ``NotFound``."""
    with_file = (HandoverMark.id == mark_id) & (HandoverMark.path != "")
    return found(HandoverMark.get_or_none(with_file))


def takes_plans(centre: Centre) -> bool:
    """Say whether the State does not run a centre itself, so that one is handed over."""
    return centre.model in HANDED_OVER


def of(centre: Centre) -> list[HandoverPlan]:
    """Return every version of the plan of a centre, the newest first."""
    mine = HandoverPlan.centre == centre
    return list(joined().where(mine).order_by(HandoverPlan.number.desc()))


def running(centre: Centre) -> list[HandoverPlan]:
    """Return the versions of a centre that are neither over nor replaced, the newest first."""
    return [each for each in of(centre) if each.state in RUNNING]


def present(centre: Centre, today: date) -> Listed | None:
    """Return the plan that a centre goes by, also once it is handed over; None without one."""
    kept = [PlanState.REPLACED, PlanState.WITHDRAWN]
    rows = [each for each in of(centre) if each.state not in kept]
    working = [each for each in rows if each.state not in PREPARED] or rows
    return _listed(working[0], goals(working[0]), today) if working else None


def goals(plan: HandoverPlan) -> list[HandoverGoal]:
    """Return the milestones of a version, by the day on which they are due."""
    mine = HandoverGoal.select().where(HandoverGoal.plan == plan)
    return list(mine.order_by(HandoverGoal.due_on, HandoverGoal.position))


def years(plan: HandoverPlan) -> list[HandoverYear]:
    """Return the shares of the budget of a version by year."""
    mine = HandoverYear.select().where(HandoverYear.plan == plan)
    return list(mine.order_by(HandoverYear.year))


def reviews(plan: HandoverPlan) -> list[HandoverReview]:
    """Return the reviews after the handover in their order."""
    mine = HandoverReview.select().where(HandoverReview.plan == plan)
    return list(mine.order_by(HandoverReview.number))


def marks(plan: HandoverPlan) -> Mapping[UUID, list[HandoverMark]]:
    """Return what was marked by the key of its milestone, each with who did, newest first."""
    query = HandoverMark.select(HandoverMark, Person, HandoverGoal).join(Person)
    query = query.switch(HandoverMark).join(HandoverGoal)
    rows = query.where(HandoverGoal.plan == plan).order_by(HandoverMark.made_at.desc())
    kept: dict[UUID, list[HandoverMark]] = {}
    for row in rows:
        kept.setdefault(row.goal.id, []).append(row)
    return kept


def standing(plan: HandoverPlan, rows: Iterable[HandoverGoal], today: date) -> Standing:
    """Return how far a plan is; nothing is overdue by one that is not agreed, or over."""
    known = [each.goal for each in rows]
    return rules.standing(known, today if plan.state in IN_USE else date.min)


def listed(wanted: str, today: date) -> list[Listed]:
    """Return the plans of all centres, what is overdue first.

    ``wanted`` is the code of a state, ``late`` for those with an overdue milestone, or empty
    for all that are neither replaced nor withdrawn.
    """
    query = joined().order_by(HandoverPlan.planned_on, HandoverPlan.reference).limit(MOST)
    rows = list(query.where(_asked(wanted)))
    by_plan = _goals_of(rows)
    shown = [_listed(each, by_plan[each.id], today) for each in rows]
    if wanted == "late":
        shown = [each for each in shown if each.standing.late]
    return sorted(shown, key=lambda each: -each.standing.late)


def _asked(wanted: str) -> Any:  # noqa: ANN401 - a condition of peewee
    if wanted in {each.value for each in PlanState}:
        return HandoverPlan.state == wanted
    return HandoverPlan.state.not_in([PlanState.REPLACED, PlanState.WITHDRAWN])


def _goals_of(plans: Sequence[HandoverPlan]) -> dict[UUID, list[HandoverGoal]]:
    kept: dict[UUID, list[HandoverGoal]] = {each.id: [] for each in plans}
    query = HandoverGoal.select().where(HandoverGoal.plan.in_(list(kept)))
    for row in query.order_by(HandoverGoal.due_on, HandoverGoal.position):
        kept[row.plan_id].append(row)
    return kept


def _listed(plan: HandoverPlan, rows: Sequence[HandoverGoal], today: date) -> Listed:
    waits = (each for each in rows if each.state in WAITING)
    return Listed(plan, standing(plan, rows, today), next(waits, None))


def course(rows: Iterable[HandoverGoal]) -> list[dict[str, Any]]:
    """Return the rows of the picture of a plan: each milestone, its day, and when it was met.

    One that was waived counts from the day of the waiver.
    """
    return [
        {
            "name": f"{each.code} {each.title}",
            "due_on": each.due_on,
            "done_on": each.marked_on if each.state not in WAITING else None,
        }
        for each in rows
    ]


def period(plan: HandoverPlan, rows: Iterable[HandoverGoal]) -> tuple[date, date]:
    """Return the first and the last day of the picture of a plan."""
    days = [plan.created_at.date(), plan.handed_on or plan.planned_on]
    for each in rows:
        days += [each.due_on, *([each.marked_on] if each.marked_on else [])]
    return min(days), max(days)
