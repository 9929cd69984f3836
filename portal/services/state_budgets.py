"""What the State put into its budget for a centre: year, line, promised and paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.procedures import BudgetLevel
from portal.models import Centre, StateBudget
from portal.services import events
from portal.services.steps import found, save_version


@dataclass(frozen=True)
class Entry:
    """One budget line of one year as it was typed; ``source`` says where it is written."""

    year: int
    level: BudgetLevel
    line: str
    currency: str
    committed: Decimal
    paid: Decimal
    source: str = ""


def of(centre: Centre) -> list[StateBudget]:
    """Return the budget lines of a centre, the latest year first."""
    rows = StateBudget.select().where(StateBudget.centre == centre)
    return list(rows.order_by(StateBudget.year.desc(), StateBudget.line))


def by_id(budget_id: UUID) -> StateBudget:
    """Find a budget line with its centre, or refuse with ``NotFound``."""
    query = StateBudget.select(StateBudget, Centre).join(Centre)
    row: StateBudget | None = query.where(StateBudget.id == budget_id).first()
    return found(row)


def add(centre: Centre, entry: Entry, by: Actor, at: datetime) -> StateBudget:
    """Note a budget line of the State for a centre."""
    require(by, Action.KEEP_STATE_BUDGET, centre)
    try:
        with atomic():
            made = StateBudget.create(
                centre=centre, author=by.person_id, created_at=at, **_given(entry)
            )
            events.record(by, "centre.budget_noted", made, at, year=entry.year)
    except IntegrityError as twice:
        raise RuleBroken("state_budget_twice", "line", year=entry.year) from twice
    return made


def change(budget: StateBudget, entry: Entry, seen: int, by: Actor, at: datetime) -> None:
    """Save what is known of a budget line now."""
    require(by, Action.KEEP_STATE_BUDGET, budget)
    try:
        with atomic():
            save_version(budget, seen, _given(entry), theirs=typed)
            events.record(by, "centre.budget_changed", budget, at, year=entry.year)
    except IntegrityError as twice:
        raise RuleBroken("state_budget_twice", "line", year=entry.year) from twice


def typed(budget: StateBudget) -> dict[str, object]:
    """Return a budget line as its form has it."""
    names = ("year", "line", "currency", "committed", "paid", "source")
    return {**{name: getattr(budget, name) for name in names}, "level": budget.level.value}


def _given(entry: Entry) -> dict[str, object]:
    return {**vars(entry), "line": entry.line.strip(), "source": entry.source.strip()}
