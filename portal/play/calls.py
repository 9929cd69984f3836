"""First chapter: the call is drafted, approved and published."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.actions import SeatKind
from portal.models import Call
from portal.play.people import read
from portal.play.stage import Stage, first_of_month, local, picked
from portal.services import call_drafting as drafting
from portal.services import calls

DEADLINE_DAY, OPENING_DAY, RESULTS_DAY, START_DAY = 23, 24, 55, 70


def draft(stage: Stage, name: str, at: datetime) -> Call:
    """Draft a call from a data file, section by section, as its author would."""
    data = read(name)
    by = stage.actor("programme")
    values = picked(data, "title", "language", "currency", "zone", "background", "months")
    values |= picked(data, "report_every_months", "report_days", "indirect_ceiling")
    values |= _timetable(data["zone"], at)
    call = drafting.draft(stage.cast.centres[data["centre"]], values, by, at)
    _fill(stage, call, data, at)
    return Call.get_by_id(call.id)


def _timetable(zone: str, at: datetime) -> dict[str, date | datetime]:
    today = at.date()
    return {
        "deadline": local(today + timedelta(days=DEADLINE_DAY), 17, zone),
        "opening_at": local(today + timedelta(days=OPENING_DAY), 10, zone),
        "results_on": today + timedelta(days=RESULTS_DAY),
        "starts_on": first_of_month(today + timedelta(days=START_DAY)),
    }


def _fill(stage: Stage, call: Call, data: Mapping[str, Any], at: datetime) -> None:
    by = stage.actor("programme")
    terms = data["terms"]
    texts = picked(terms, "objectives", "target_groups", "staffing", "hours", "data_profile")
    texts |= {"scope": terms["facilities"], **picked(data, "services", "standards")}
    drafting.save_columns(call, "terms", texts, drafting.Edit(by, at, 1))
    drafting.save_lots(call, [_lot(row) for row in data["lot"]], drafting.Edit(by, at, 2))
    criteria = [_criterion(row) for row in data["criterion"]]
    drafting.save_criteria(call, criteria, data["threshold"], drafting.Edit(by, at, 3))
    indicators = [_indicator(row) for row in data["indicator"]]
    drafting.save_indicators(call, indicators, drafting.Edit(by, at, 4))
    seats = [_seat(stage, row) for row in data["seat"]]
    edit = drafting.Edit(by, at, 5)
    drafting.save_committee(call, seats, data["government_reason"], edit)


def _lot(row: Mapping[str, Any]) -> drafting.LotRow:
    same = picked(row, "city", "title", "scope", "places", "apartments")
    return drafting.LotRow(**same, ceiling=Decimal(row["ceiling"]))


def _criterion(row: Mapping[str, Any]) -> drafting.CriterionRow:
    return drafting.CriterionRow(
        **picked(row, "name", "question", "guidance", "weight", "words")
    )


def _indicator(row: Mapping[str, Any]) -> drafting.IndicatorRow:
    return drafting.IndicatorRow(
        **picked(row, "name", "unit", "disaggregated"), target=row["targets"]["1"]
    )


def _seat(stage: Stage, row: Mapping[str, Any]) -> drafting.SeatRow:
    person = stage.cast.people[row["person"]].id
    return drafting.SeatRow(person, SeatKind(row["kind"]), row["chair"], row["government"])


def publish(stage: Stage) -> None:
    """Let the author send the played call, the head approve it, procurement publish it."""
    stage.call = draft(stage, "call", stage.on(0, 11))
    calls.send(stage.played_call(), stage.actor("programme"), stage.on(0, 15))
    calls.approve(stage.played_call(), stage.actor("head"), stage.on(1, 9))
    calls.publish(stage.played_call(), stage.actor("procurement_first"), stage.on(1, 14))
