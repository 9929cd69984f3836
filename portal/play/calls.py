"""First chapter: the call is drafted, approved and published."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from portal.domain.call_kinds import CallKind
from portal.models import Call
from portal.play import call_judging, call_scope, keys
from portal.play.people import read
from portal.play.stage import Stage, first_of_month, local, picked
from portal.services import call_drafting as drafting
from portal.services import calls

VISIT_DAY, QUESTIONS_DAY, ANSWERS_DAY = 7, 13, 17
DEADLINE_DAY, OPENING_DAY, RESULTS_DAY, START_DAY = 23, 24, 50, 73


def draft(stage: Stage, name: str, at: datetime) -> Call:
    """Draft a call from a data file, section by section, as its author would."""
    return draft_of(stage, read(name), at)


def draft_of(stage: Stage, data: Mapping[str, Any], at: datetime) -> Call:
    """Draft a call from what a data file tells; its dates count from the moment."""
    by = stage.actor("programme")
    values = picked(data, "title", "language", "currency", "zone", "background", "months")
    values |= picked(data, "languages", "contact_name", "contact_email")
    values |= picked(data, "site_visit_place", "report_every_months", "report_days")
    values["kind"] = CallKind(data.get("kind", CallKind.OPEN))
    values |= _timetable(data["zone"], at)
    call = drafting.draft(stage.cast.centres[data["centre"]], values, by, at)
    call_scope.fill(stage, call, data, at)
    call_judging.fill(stage, call, data, at)
    return Call.get_by_id(call.id)


def _timetable(zone: str, at: datetime) -> dict[str, date | datetime]:
    today = at.date()
    return {
        "site_visit_at": local(today + timedelta(days=VISIT_DAY), 10, zone),
        "clarify_until": local(today + timedelta(days=QUESTIONS_DAY), 17, zone),
        "answers_by": local(today + timedelta(days=ANSWERS_DAY), 17, zone),
        "deadline": local(today + timedelta(days=DEADLINE_DAY), 17, zone),
        "opening_at": local(today + timedelta(days=OPENING_DAY), 10, zone),
        "results_on": today + timedelta(days=RESULTS_DAY),
        "starts_on": first_of_month(today + timedelta(days=START_DAY)),
    }


def publish(stage: Stage) -> None:
    """Let the author send the played call, the head approve it, procurement publish it."""
    stage.call = draft(stage, "call", stage.on(0, 11))
    calls.send(stage.played_call(), stage.actor("programme"), stage.on(0, 15))
    calls.approve(stage.played_call(), stage.actor("head"), stage.on(1, 9))
    keys.ceremony(stage, stage.played_call(), stage.on(1, 11))
    calls.publish(stage.played_call(), stage.actor("procurement_first"), stage.on(1, 14))
