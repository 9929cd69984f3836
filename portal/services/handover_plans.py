"""Drafting a handover plan: what it says, its milestones, its shares, its new versions."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from portal.db import atomic
from portal.domain import handover as rules
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.handover import Side, YearShare
from portal.domain.lifecycle_handover import IN_USE, SUBMIT_PLAN, PlanState
from portal.domain.policy import Actor, require
from portal.models import Centre, HandoverGoal, HandoverPlan, HandoverYear
from portal.services import events, library
from portal.services import handover_finding as finding
from portal.services.steps import save_version

LIBRARY = "handover"
GOAL_COLUMNS = ("title", "side", "function", "due_on", "evidence", "risk")


@dataclass(frozen=True)
class Outline:
    """What is typed of a plan; places and posts as they are when it begins."""

    authority: str
    planned_on: date
    capacity: int
    staff_iom: int = 0
    staff_state: int = 0
    baseline: str = ""
    conditions: str = ""
    support: str = ""


@dataclass(frozen=True)
class Typed:
    """A milestone as it is typed."""

    title: str
    side: Side
    function: str
    due_on: date
    evidence: str = ""
    risk: str = ""


def begin(
    centre: Centre, outline: Outline, language: str, by: Actor, at: datetime
) -> HandoverPlan:
    """Begin the plan of a centre, with the usual milestones spread up to the planned day."""
    require(by, Action.WRITE_HANDOVER, centre)
    _require_day(outline, at.date())
    if not finding.takes_plans(centre):
        raise RuleBroken("handover_model")
    with atomic():
        _hold(centre)
        if finding.running(centre):
            raise RuleBroken("handover_there")
        made = _make(centre, {**asdict(outline), "language": language}, by, at)
        _add_usual(made, at.date())
        events.record(by, "handover.begun", made, at)
    return made


def _require_day(outline: Outline, today: date) -> None:
    if outline.planned_on <= today:
        raise RuleBroken("handover_day_past", "planned_on")


def _hold(centre: Centre) -> None:
    Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()


def _make(centre: Centre, values: dict[str, Any], by: Actor, at: datetime) -> HandoverPlan:
    number = HandoverPlan.select().where(HandoverPlan.centre == centre).count() + 1
    return HandoverPlan.create(
        **values,
        reference=f"{centre.reference}/H{number}",
        number=number,
        centre=centre,
        author=by.person_id,
        changed_by=by.person_id,
        created_at=at,
    )


def _add_usual(plan: HandoverPlan, today: date) -> None:
    """Add the milestones of the house; what follows the handover is among them."""
    usual = [*library.entries(LIBRARY, "milestone"), *library.entries(LIBRARY, "support")]
    for position, each in enumerate(usual, 1):
        named = "plan" if "plan" in each else "title"
        texts = {
            column: library.text_of(each, part, plan.language)
            for column, part in (("title", named), *((name, name) for name in _SPOKEN))
        }
        HandoverGoal.create(
            plan=plan,
            code=f"M{position}",
            position=position,
            side=Side(each["side"]),
            due_on=rules.spread(today, plan.planned_on, int(each["after"])),
            **texts,
        )


_SPOKEN = ("function", "evidence", "risk")


def change(plan: HandoverPlan, outline: Outline, seen: int, by: Actor, at: datetime) -> None:
    """Change what a draft says; ``Conflict`` with both versions when somebody else did."""
    require(by, Action.WRITE_HANDOVER, plan)
    _require_day(outline, at.date())
    with atomic():
        hold(plan, {PlanState.DRAFT})
        save_version(plan, seen, {**asdict(outline), "changed_by": by.person_id})
        events.record(by, "handover.changed", plan, at)


def hold(plan: HandoverPlan, states: AbstractSet[PlanState]) -> None:
    """Lock a version that stands in one of some states for the transaction."""
    mine = (HandoverPlan.id == plan.id) & HandoverPlan.state.in_(list(states))
    held = HandoverPlan.update(version=HandoverPlan.version).where(mine)
    if held.execute() != 1:
        raise WrongState(SUBMIT_PLAN.name, finding.by_id(plan.id).state)


def _touch(plan: HandoverPlan, by: Actor) -> None:
    """Lock a draft and note who changed it last."""
    hold(plan, {PlanState.DRAFT})
    mine = HandoverPlan.id == plan.id
    HandoverPlan.update(changed_by=by.person_id).where(mine).execute()


def add_goal(plan: HandoverPlan, typed: Typed, by: Actor, at: datetime) -> HandoverGoal:
    """Add a milestone to a draft under the next code that no version used."""
    require(by, Action.WRITE_HANDOVER, plan)
    with atomic():
        _touch(plan, by)
        position = _next_position(plan)
        named = {"code": f"M{position}", "position": position}
        made = HandoverGoal.create(plan=plan, **named, **asdict(typed))
        events.record(by, "handover.goal_added", plan, at)
    return made


def _next_position(plan: HandoverPlan) -> int:
    """Count on from the highest of all versions, so that a code never means two things."""
    query = HandoverGoal.select(HandoverGoal.position).join(HandoverPlan)
    used = query.where(HandoverPlan.centre == plan.centre_id)
    return max((each.position for each in used), default=0) + 1


def change_goal(goal: HandoverGoal, typed: Typed, seen: int, by: Actor, at: datetime) -> None:
    """Change a milestone of a draft; ``Conflict`` when somebody else did meanwhile."""
    require(by, Action.WRITE_HANDOVER, goal)
    with atomic():
        _touch(goal.plan, by)
        save_version(goal, seen, asdict(typed), theirs=_shown)
        events.record(by, "handover.goal_changed", goal.plan, at)


def _shown(now: HandoverGoal) -> dict[str, object]:
    return {**{name: getattr(now, name) for name in GOAL_COLUMNS}, "side": now.side.value}


def remove_goal(goal: HandoverGoal, by: Actor, at: datetime) -> None:
    """Take a milestone out of a draft."""
    require(by, Action.WRITE_HANDOVER, goal)
    with atomic():
        _touch(goal.plan, by)
        HandoverGoal.delete().where(HandoverGoal.id == goal.id).execute()
        events.record(by, "handover.goal_removed", goal.plan, at)


def save_years(
    plan: HandoverPlan, rows: Sequence[YearShare], seen: int, by: Actor, at: datetime
) -> None:
    """Save who pays which part of each year; every rule that does not hold is told."""
    require(by, Action.WRITE_HANDOVER, plan)
    if broken := rules.share_rules(rows):
        raise RulesBroken(broken)
    with atomic():
        hold(plan, {PlanState.DRAFT})
        save_version(plan, seen, {"changed_by": by.person_id}, theirs=_shown_years)
        _put_years(plan, rows)
        events.record(by, "handover.shares_saved", plan, at, years=len(rows))


def _shown_years(now: HandoverPlan) -> dict[str, object]:
    return {"years": [each.share for each in finding.years(now)]}


def _put_years(plan: HandoverPlan, rows: Sequence[YearShare]) -> None:
    HandoverYear.delete().where(HandoverYear.plan == plan).execute()
    for each in rows:
        HandoverYear.create(plan=plan, **asdict(each))


def revise(plan: HandoverPlan, by: Actor, at: datetime) -> HandoverPlan:
    """Begin a new version of an agreed plan; the agreed one goes on until it is replaced."""
    require(by, Action.WRITE_HANDOVER, plan)
    with atomic():
        _hold(plan.centre)
        hold(plan, IN_USE)
        if any(each.id != plan.id for each in finding.running(plan.centre)):
            raise RuleBroken("handover_version_there")
        values = {name: getattr(plan, name) for name in _KEPT}
        made = _make(plan.centre, {**values, "replaces": plan}, by, at)
        _copy(plan, made)
        events.record(by, "handover.revised", made, at, number=made.number)
    return made


_KEPT = (
    "language",
    "authority",
    "planned_on",
    "capacity",
    "staff_iom",
    "staff_state",
    "baseline",
    "conditions",
    "support",
)


def _copy(old: HandoverPlan, new: HandoverPlan) -> None:
    for goal in finding.goals(old):
        kept = {name: getattr(goal, name) for name in ("code", "position", *GOAL_COLUMNS)}
        HandoverGoal.create(plan=new, **kept)
    _put_years(new, [each.share for each in finding.years(old)])
