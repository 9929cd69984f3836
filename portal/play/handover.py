"""The handover plan of the centre that IOM runs: agreed with the authority and under way."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.domain.handover import YearShare
from portal.domain.lifecycle_handover import GoalState
from portal.play.people import read
from portal.play.stage import Stage
from portal.services import handover_finding as finding
from portal.services import handover_marks as marks
from portal.services import handover_plans as plans
from portal.services import handover_steps as steps
from portal.services.closing_finding import Sent
from portal.services.file_checks import Limits

NOTHING = Sent(None, Limits(0, 0))


def tell(stage: Stage, today: datetime) -> None:
    """Draft, approve and agree on the plan, then mark a few milestones."""
    told = read("handover")
    by = stage.actor("programme")
    plan = _drafted(stage, told, today)
    ago = {name: today - timedelta(days=days) for name, days in told["days"].items()}
    steps.submit(plan, by, stage.move(ago["begun"]))
    steps.approve(plan, stage.actor("head"), stage.move(ago["approved"]))
    agreed = stage.move(ago["agreed"])
    steps.agree(plan, told["letter"], agreed.date(), by, agreed)
    steps.start(plan, by, stage.move(ago["started"]))
    goals = {each.code: each for each in finding.goals(plan)}
    for entry in told["mark"]:
        at = stage.move(today - timedelta(days=entry["ago"]))
        given = marks.Mark(GoalState(entry["state"]), at.date(), entry["text"], 1)
        marks.mark(goals[entry["code"]], given, NOTHING, by, at)


def _drafted(stage: Stage, told: Mapping[str, Any], today: datetime) -> Any:  # noqa: ANN401 - a plan
    centre, by = stage.cast.centres[told["centre"]], stage.actor("programme")
    at = stage.move(today - timedelta(days=told["days"]["begun"]))
    names = ("capacity", "staff_iom", "staff_state", "baseline", "conditions", "support")
    ahead = (today + timedelta(days=told["ahead"])).date()
    outline = plans.Outline(centre.authority, ahead, *(told[name] for name in names))
    plan = plans.begin(centre, outline, "en", by, at)
    years = [YearShare(at.year + place, *row) for place, row in enumerate(told["shares"])]
    plans.save_years(plan, years, 1, by, at)
    return finding.by_id(plan.id)
