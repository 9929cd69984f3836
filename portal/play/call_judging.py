"""The sections of the played calls on judging: criteria, questions, indicators, committee."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.domain.actions import SeatKind
from portal.domain.call_terms import Dimension, GovernmentPart
from portal.domain.indicators import IndicatorKind
from portal.models import Call
from portal.play.stage import Stage, picked
from portal.services import call_judging as judging
from portal.services.call_drafting import Edit

APPOINTMENT = ("institution", "appointment")


def fill(stage: Stage, call: Call, data: Mapping[str, Any], at: datetime) -> None:
    """Save the sections on judging from a data file, one by one, as the author would."""
    by = stage.actor("programme")

    def edit() -> Edit:
        return Edit(by, at, Call.get_by_id(call.id).version)

    criteria = [_criterion(row) for row in data["criterion"]]
    judging.save_criteria(call, criteria, {"threshold": data["threshold"]}, edit())
    kept = {each.name: each.key for each in call.criteria}
    questions = [
        judging.QuestionRow(kept[row["name"]], row["question"], row["words"])
        for row in data["criterion"]
    ]
    judging.save_questions(call, questions, edit())
    judging.save_indicators(call, [_indicator(row) for row in data["indicator"]], edit())
    seats = [_seat(stage, row) for row in data["seat"]]
    part = {
        "government_part": GovernmentPart(data["government_part"]),
        "government_reason": data["government_reason"],
    }
    judging.save_committee(call, seats, part, edit())


def _criterion(row: Mapping[str, Any]) -> judging.CriterionRow:
    return judging.CriterionRow(
        **picked(row, "name", "guidance", "weight"),
        score_guidance=row.get("score_guidance", ()),
        least=row.get("least", 0),
    )


def _indicator(row: Mapping[str, Any]) -> judging.IndicatorRow:
    return judging.IndicatorRow(
        **picked(row, "name", "unit", "verification"),
        baseline=row.get("baseline", 0),
        target=row["targets"]["1"],
        dimensions=[Dimension(each) for each in row["dimensions"]],
        kind=IndicatorKind.PERCENTAGE if row["unit"] == "percent" else IndicatorKind.COUNT,
    )


def _seat(stage: Stage, row: Mapping[str, Any]) -> judging.SeatRow:
    person = stage.cast.people[row["person"]].id
    return judging.SeatRow(
        person,
        SeatKind(row["kind"]),
        row["chair"],
        row["government"],
        **picked(row, *(name for name in APPOINTMENT if name in row)),
    )
