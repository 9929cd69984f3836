"""How far a draft is: each section with its state, who changed it last, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.domain.calls import SECTIONS
from portal.domain.errors import RuleBroken
from portal.models import Call, Event, Person

PERCENT = 100


class DraftState(StrEnum):
    """How far one section of a draft is."""

    NOT_STARTED = "not_started"
    TO_DO = "to_do"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Task:
    """One section of a draft; without ``by`` nobody has changed what the house filled in."""

    section: str
    state: DraftState
    broken: Sequence[RuleBroken]
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Progress:
    """All sections of a draft, in their order."""

    tasks: Sequence[Task]

    @property
    def complete(self) -> int:
        """How many sections are complete."""
        return sum(each.state is DraftState.COMPLETE for each in self.tasks)

    @property
    def percent(self) -> int:
        """How much of the draft is complete, in percent of its sections."""
        return PERCENT * self.complete // len(self.tasks)


def progress(call: Call, broken: Sequence[RuleBroken]) -> Progress:
    """Say how far each section is, given the rules that the draft breaks; two queries."""
    changed = _last_changes(call)
    names = _names([each.actor_id for each in changed.values()])
    return Progress([_task(name, broken, changed, names) for name in SECTIONS])


def _task(
    section: str,
    broken: Sequence[RuleBroken],
    changed: Mapping[str, Event],
    names: Mapping[object, str],
) -> Task:
    mine = [each for each in broken if each.field == section]
    event = changed.get(section)
    if event is None:
        return Task(section, _state(mine, started=False), mine)
    by = names.get(event.actor_id, "")
    return Task(section, _state(mine, started=True), mine, event.at, by)


def _state(broken: Sequence[RuleBroken], *, started: bool) -> DraftState:
    if not broken:
        return DraftState.COMPLETE
    return DraftState.TO_DO if started else DraftState.NOT_STARTED


def _last_changes(call: Call) -> dict[str, Event]:
    mine = (Event.subject_id == call.id) & (Event.name == "call.changed")
    rows = Event.select().where(mine).order_by(Event.id)
    return {str(each.facts.get("section")): each for each in rows}


def _names(ids: Sequence[object]) -> dict[object, str]:
    people = Person.select(Person.id, Person.name).where(Person.id.in_(list(set(ids))))
    return {each.id: each.name for each in people}
