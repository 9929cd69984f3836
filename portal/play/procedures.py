"""The sample centre run by the government: procedures, its budget, a week of shifts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.domain.call_terms import Shift
from portal.domain.procedures import BudgetLevel, Duty, Party
from portal.domain.rosters import DAYS, Provider, Slot, codes
from portal.models import Centre, MatrixRow, Procedure
from portal.play.people import read
from portal.play.stage import Stage, picked
from portal.services import (
    procedure_parts,
    procedure_steps,
    procedures,
    rosters,
    state_budgets,
)
from portal.services.procedure_parts import RowDraft, Seen
from portal.services.procedure_steps import Agreement
from portal.services.procedures import Text
from portal.services.rosters import PostDraft
from portal.services.state_budgets import Entry

AGO = timedelta(days=60)
"""How long before today the procedures were agreed."""
DAY = timedelta(days=1)


def agree(stage: Stage, today: datetime) -> None:
    """Put the procedures of the centre in force, note its budget, publish this week."""
    told = read("procedures")
    centre = stage.cast.centres[told["centre"]]
    version = _written(stage, centre, told, stage.move(today - AGO))
    procedure_steps.review(version, stage.actor("data_protection"), stage.now)
    names = ("letter", "state_signatory", "office_signatory")
    given = Agreement(stage.now.date(), **picked(told, *names))
    head = stage.actor("head")
    procedure_steps.agree(procedures.by_id(version.id), given, head, stage.now)
    agreed = procedures.by_id(version.id)
    procedure_steps.start(agreed, stage.now.date(), head, stage.now)
    _budget(stage, centre, told["budget"])
    _week(stage, centre, told["post"], today, stage.move(today - DAY))


def _written(stage: Stage, centre: Centre, told: Mapping[str, Any], at: datetime) -> Procedure:
    by = stage.actor("programme")
    made = procedures.begin(centre, "en", by, at)
    procedures.save_text(made, Text(made.purpose, told["basis"]), 1, by, at)
    for row in procedures.matrix(made):
        if row.always:
            draft = _row(row, told["usual"])
            procedure_parts.save_row(made, draft, Seen(row, row.version), by, at)
    return procedures.by_id(made.id)


def _row(row: MatrixRow, usual: Mapping[str, str]) -> RowDraft:
    duties = {Party(party): Duty(duty) for party, duty in row.duties.items()}
    return RowDraft(row.name, row.position, duties, row.always, **usual)


def _budget(stage: Stage, centre: Centre, told: Mapping[str, str]) -> None:
    line, currency, source = (told[name] for name in ("line", "currency", "source"))
    money = (Decimal(told["committed"]), Decimal(told["paid"]))
    level = BudgetLevel(told["level"])
    entry = Entry(stage.now.year, level, line, currency, *money, source)
    state_budgets.add(centre, entry, stage.actor("programme"), stage.now)


def _week(
    stage: Stage,
    centre: Centre,
    posts: list[Mapping[str, Any]],
    today: datetime,
    at: datetime,
) -> None:
    """Publish the roster of the week of today, at a moment that is over at any hour of it."""
    by = stage.actor("programme")
    made = rosters.begin(centre, today.date(), "Europe/Sofia", by, at)
    for each in posts:
        least = {shift: each.get(f"{shift.value}_least", 0) for shift in Shift}
        draft = PostDraft(each["function"], Provider(each["provider"]), least, _staff(each))
        rosters.save_post(made, draft, (None, 1), by, at)
    rosters.publish(made, {}, by, at)


def _staff(post: Mapping[str, Any]) -> dict[Slot, list[str]]:
    lines = {shift: post[shift.value] for shift in Shift if shift.value in post}
    return {Slot(day, shift): codes(days[day]) for shift, days in lines.items() for day in DAYS}
