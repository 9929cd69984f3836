"""The sections and the matrix of a draft: added, saved, moved to their number, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle_procedures import EDIT_PROCEDURE
from portal.domain.policy import Actor, require
from portal.domain.procedures import Duty, Party
from portal.models import MatrixRow, Procedure, ProcedureSection
from portal.services import events
from portal.services.steps import hold, save_version

MOST_PARTS = 60
Part = ProcedureSection | MatrixRow


@dataclass(frozen=True)
class SectionDraft:
    """A section as it was typed; ``number`` is its place from 1 on."""

    title: str
    text: str
    number: int


@dataclass(frozen=True)
class RowDraft:
    """A row of the matrix as it was typed; ``duties`` by party, empty ones left out."""

    name: str
    number: int
    duties: Mapping[Party, Duty] = field(default_factory=dict)
    always: bool = False
    response: str = ""
    form: str = ""
    escalation: str = ""
    fallback: str = ""


@dataclass(frozen=True)
class Seen:
    """The part that is saved, in the version that its writer saw; a new one without."""

    part: Any = None
    version: int = 1


def save_section(
    procedure: Procedure, draft: SectionDraft, seen: Seen, by: Actor, at: datetime
) -> None:
    """Save a section of a draft, or add one, and put it at its number."""
    values = {"title": draft.title.strip(), "text": draft.text.strip()}
    if not values["title"]:
        raise RuleBroken("section_title_missing", "title")
    given = (draft.number, values)
    _save(procedure, ProcedureSection, given, seen, (by, at))


def save_row(
    procedure: Procedure, draft: RowDraft, seen: Seen, by: Actor, at: datetime
) -> None:
    """Save a row of the matrix of a draft, or add one, and put it at its number."""
    texts = ("name", "response", "form", "escalation", "fallback")
    values: dict[str, Any] = {name: getattr(draft, name).strip() for name in texts}
    if not values["name"]:
        raise RuleBroken("matrix_name_missing", "name")
    values["always"] = draft.always
    values["duties"] = {party.value: duty.value for party, duty in draft.duties.items()}
    _save(procedure, MatrixRow, (draft.number, values), seen, (by, at))


def _save(
    procedure: Procedure,
    table: type[Part],
    given: tuple[int, Mapping[str, object]],
    seen: Seen,
    who: tuple[Actor, datetime],
) -> None:
    require(who[0], Action.DRAFT_PROCEDURE, procedure)
    number, values = given
    with atomic():
        hold(procedure, EDIT_PROCEDURE)
        part = seen.part or _added(procedure, table, values)
        if seen.part is not None:
            save_version(part, seen.version, values, theirs=typed)
        _put_at(_all(procedure, table), part, number)
        events.record(who[0], f"procedure.{_word(table)}_saved", procedure, who[1])


def typed(part: Part) -> dict[str, object]:
    """Return a part as its form has it."""
    values = {name: each for name, each in part.__data__.items() if name != "duties"}
    duties = part.duties if isinstance(part, MatrixRow) else {}
    return {**values, **{each.value: duties.get(each.value, "") for each in Party}}


def _added(procedure: Procedure, table: type[Part], values: Mapping[str, object]) -> Part:
    count = len(_all(procedure, table))
    if count >= MOST_PARTS:
        raise RuleBroken("procedure_parts_most", most=MOST_PARTS)
    key = str(uuid4())
    return table.create(procedure=procedure, position=count + 1, key=key, **values)


def _all(procedure: Procedure, table: type[Part]) -> list[Part]:
    mine = table.select().where(table.procedure == procedure)
    return list(mine.order_by(table.position))


def _word(table: type[Part]) -> str:
    return "section" if table is ProcedureSection else "row"


def _put_at(parts: Sequence[Part], moved: Part, number: int) -> None:
    """Move a part to its number; the others keep their order."""
    others = [each for each in parts if each.id != moved.id]
    place = max(0, min(number - 1, len(others)))
    _number([*others[:place], moved, *others[place:]])


def _number(parts: Sequence[Part]) -> None:
    for position, each in enumerate(parts, 1):
        if each.position != position:
            table = type(each)
            table.update(position=position).where(table.id == each.id).execute()


def remove(procedure: Procedure, part: Part, by: Actor, at: datetime) -> None:
    """Remove a section or a row of a draft; those behind it move up."""
    require(by, Action.DRAFT_PROCEDURE, procedure)
    with atomic():
        hold(procedure, EDIT_PROCEDURE)
        type(part).delete().where(type(part).id == part.id).execute()
        _number(_all(procedure, type(part)))
        events.record(by, f"procedure.{_word(type(part))}_removed", procedure, at)
