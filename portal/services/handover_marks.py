"""Marking milestones of a handover plan: met, partly met, not met, waived, scheduled again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle_handover import (
    MEET_GOAL,
    MISS_GOAL,
    PART_MEET_GOAL,
    RESCHEDULE_GOAL,
    WAIVE_GOAL,
    GoalState,
    PlanState,
)
from portal.domain.policy import Actor, require
from portal.domain.workflow import Step
from portal.models import HandoverGoal, HandoverMark
from portal.services import events, files
from portal.services.closing_finding import Sent
from portal.services.file_checks import stored, taken_at_once
from portal.services.handover_plans import hold
from portal.services.steps import advance, save_version

STEPS: Mapping[GoalState, Step[GoalState]] = {
    GoalState.MET: MEET_GOAL,
    GoalState.PARTIALLY_MET: PART_MEET_GOAL,
    GoalState.NOT_MET: MISS_GOAL,
    GoalState.WAIVED: WAIVE_GOAL,
    GoalState.SCHEDULED: RESCHEDULE_GOAL,
}
"""The step that leads to each state."""


@dataclass(frozen=True)
class Mark:
    """What is marked of a milestone: where it stands from a day on, and what shows it.

    ``text`` is the evidence, or the reason for what is not met, waived or scheduled again.
    """

    state: GoalState
    on: date
    text: str
    seen: int


def mark(goal: HandoverGoal, given: Mark, sent: Sent, by: Actor, at: datetime) -> None:
    """Mark where a milestone of a plan under way stands; every mark is kept.

    ``Conflict`` when somebody else marked it since the writer saw it.
    """
    require(by, Action.MARK_HANDOVER, goal)
    _require_sound(given, at.date())
    step = STEPS[given.state]
    with atomic():
        hold(goal.plan, {PlanState.UNDER_WAY})
        save_version(goal, given.seen, {}, theirs=_shown)
        advance(goal, step, marked_on=given.on)
        _keep(goal, given, _file(sent), by, at)
        facts = {"code": goal.code, "state": given.state.value}
        events.record(by, "handover.marked", goal.plan, at, **facts)


def _require_sound(given: Mark, today: date) -> None:
    broken = []
    if given.on > today:
        broken.append(RuleBroken("handover_day_ahead", "marked_on"))
    if not given.text.strip():
        shown = given.state in {GoalState.MET, GoalState.PARTIALLY_MET}
        rule = "handover_evidence" if shown else "handover_reason"
        broken.append(RuleBroken(rule, field="text"))
    if broken:
        raise RulesBroken(broken)


def _shown(now: HandoverGoal) -> dict[str, object]:
    last = now.marks.order_by(HandoverMark.made_at.desc()).first()
    said = last.text if last else ""
    return {"state": now.state.value, "marked_on": now.marked_on, "text": said}


def _file(sent: Sent) -> dict[str, object]:
    if sent.upload is None:
        return {}
    return stored("handover", sent.upload, taken_at_once(sent.upload, sent.limits))


def _keep(
    goal: HandoverGoal, given: Mark, file: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    HandoverMark.create(
        goal=goal,
        state=given.state,
        marked_on=given.on,
        text=given.text.strip(),
        made_at=at,
        made_by=by.person_id,
        **file,
    )


def content_of(row: HandoverMark) -> bytes:
    """Return the bytes of the file that came with a mark."""
    return files.read(row.path)
