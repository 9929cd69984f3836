"""Staff of the State in the jointly run centre: cleared, agreed with, paid by day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.allowances import DECLARATIONS, Terms
from portal.domain.clearances import CoverKind, Post, Request
from portal.models import AllowanceSheet, Memorandum
from portal.play.people import read
from portal.play.stage import Stage, picked
from portal.services import (
    allowance_steps,
    allowances,
    clearance_consents,
    clearances,
    memoranda,
)
from portal.services.allowance_finding import memorandum_by_id, sheet_by_id
from portal.services.clearance_finding import by_id

THREE_DAYS = 3
"""On how many days a week the worker serves: from Monday to Wednesday."""
SOON = timedelta(days=3)


def tell(stage: Stage, today: datetime) -> None:
    """Clear, agree and sign; pay the month before the last, certify the last one."""
    told = read("allowances")
    memorandum = _agreed(stage, told, today)
    last = (today.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    then = today.replace(year=last.year, month=last.month, day=2)
    _pay(stage, _certified(stage, memorandum, before, then), then + 2 * SOON)
    _certified(stage, memorandum, last, today)


def _ago(told: Mapping[str, Any], name: str, today: datetime) -> datetime:
    return today - timedelta(days=told["days"][name])


def _agreed(stage: Stage, told: Mapping[str, Any], today: datetime) -> Memorandum:
    by, centre = stage.actor("programme"), stage.cast.centres[told["centre"]]
    asked, cleared = (_ago(told, name, today) for name in ("asked", "cleared"))
    until = (today + timedelta(days=told["days"]["runs"])).date()
    made = clearances.draft(centre, _request(told, asked.date(), until), by, stage.move(asked))
    clearances.ask(made, by, asked)
    waiting, legal = by_id(made.id), stage.actor("legal")
    clearance_consents.agree(waiting, told["consent"], legal, stage.move(cleared))
    drafted, signed = (_ago(told, name, today) for name in ("drafted", "signed"))
    terms = _terms(told["memorandum"], drafted.date(), until)
    row = memoranda.draft(by_id(made.id), terms, by, stage.move(drafted))
    memoranda.approve(row, stage.actor("head"), stage.move(_ago(told, "approved", today)))
    kept = told["memorandum"]["kept_at"]
    paper = memoranda.Signed(signed.date(), kept, DECLARATIONS)
    memoranda.sign(row, paper, by, stage.move(signed))
    return memorandum_by_id(row.id)


def _request(told: Mapping[str, Any], first: date, last: date) -> Request:
    entry = told["clearance"]
    posts = tuple(Post(each["function"], each["people"]) for each in entry["post"])
    names = ("currency", "donor", "agreement", "justification", "exit_plan")
    return Request(
        (CoverKind.ALLOWANCE,),
        posts,
        Decimal(entry["ceiling"]),
        starts_on=first,
        ends_on=last,
        **picked(entry, *names),
    )


def _terms(entry: Mapping[str, Any], first: date, last: date) -> Terms:
    names = ("staff_code", "function", "ministry", "consent_reference", "tasks", "days_week")
    return Terms(
        **picked(entry, *names),
        consent_on=first,
        rate=Decimal(entry["rate"]),
        ceiling=Decimal(entry["ceiling"]),
        starts_on=first,
        ends_on=last,
    )


def _certified(
    stage: Stage, memorandum: Memorandum, month: date, at: datetime
) -> AllowanceSheet:
    told, by = read("allowances")["sheet"], stage.actor("programme")
    begun = allowances.begin(memorandum, month, by, stage.move(at))
    served = [day for day in allowances.days_of(month) if day.weekday() < THREE_DAYS]
    days = {**dict.fromkeys(served[:-1], "1"), served[-1]: "0.5"}
    less = Decimal(told["deductions"])
    filled = allowances.Filled(days, less, told["deductions_reason"])
    allowances.save(begun, filled, begun.version, by, at)
    second = stage.actor("programme_second")
    allowance_steps.certify(sheet_by_id(begun.id), told["supervisor"], second, at)
    return sheet_by_id(begun.id)


def _pay(stage: Stage, sheet: AllowanceSheet, at: datetime) -> None:
    by, reference = stage.actor("finance"), read("allowances")["sheet"]["payment"]
    allowance_steps.approve(sheet, by, stage.move(at))
    payment = allowance_steps.Payment(reference, at.date())
    allowance_steps.pay(sheet_by_id(sheet.id), payment, by, at)
