"""Standard operating procedures of a centre: versions begun, written, and what they lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from portal.db import atomic
from portal.domain import procedures as rules
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.lifecycle_procedures import EDIT_PROCEDURE, HELD, PENDING
from portal.domain.policy import Actor, require
from portal.models import Centre, MatrixRow, Person, Procedure, ProcedureSection
from portal.services import events, library
from portal.services.steps import found, fresh, hold, save_version

if TYPE_CHECKING:
    from peewee import ModelSelect

LIBRARY = "procedures"


@dataclass(frozen=True)
class Gap:
    """Something that is missing, and the page where it is written."""

    broken: RuleBroken
    endpoint: str
    parts: Mapping[str, str]


def joined() -> "ModelSelect[Procedure]":
    """Return the query for versions with their centre and author."""
    query = Procedure.select(Procedure, Centre, Person).join(Centre)
    return query.switch(Procedure).join(Person, on=Procedure.author)


def by_id(procedure_id: UUID) -> Procedure:
    """Find a version with what belongs to it, or refuse with ``NotFound``."""
    row: Procedure | None = joined().where(Procedure.id == procedure_id).first()
    return found(row)


def versions(centre: Centre) -> list[Procedure]:
    """Return every version of the procedures of a centre, the latest first."""
    rows = joined().where(Procedure.centre == centre)
    return list(rows.order_by(Procedure.number.desc()))


def in_force(centre: Centre, day: date) -> Procedure | None:
    """Return the version that is in force in a centre on a day, if there is one."""
    held = joined().where((Procedure.centre == centre) & Procedure.state.in_(list(HELD)))
    rows = list(held.order_by(Procedure.number))
    places = rules.holding([each.lasting for each in rows], day)
    return rows[places[0]] if places else None


def sections(procedure: Procedure) -> list[ProcedureSection]:
    """Return the sections of a version in their order."""
    return list(procedure.sections.order_by(ProcedureSection.position))


def matrix(procedure: Procedure) -> list[MatrixRow]:
    """Return the rows of the matrix of a version in their order."""
    return list(procedure.rows.order_by(MatrixRow.position))


def section(procedure: Procedure, section_id: UUID) -> ProcedureSection:
    """Find a section of a version, or refuse with ``NotFound``."""
    mine = procedure.sections.where(ProcedureSection.id == section_id)
    part: ProcedureSection | None = mine.first()
    return found(part)


def row(procedure: Procedure, row_id: UUID) -> MatrixRow:
    """Find a row of the matrix of a version, or refuse with ``NotFound``."""
    part: MatrixRow | None = procedure.rows.where(MatrixRow.id == row_id).first()
    return found(part)


def row_after(procedure: Procedure, part: MatrixRow | None) -> MatrixRow | None:
    """Return the row that follows one in the matrix, if there is one."""
    rows = matrix(procedure)
    place = next((n for n, each in enumerate(rows) if part and each.id == part.id), len(rows))
    return rows[place + 1] if place + 1 < len(rows) else None


def earlier(procedure: Procedure) -> Procedure:
    """Return the version that another was begun from, or refuse with ``NotFound``."""
    if procedure.earlier_id is None:
        raise NotFound
    return by_id(procedure.earlier_id)


def begin(centre: Centre, language: str, by: Actor, at: datetime) -> Procedure:
    """Begin the next version: from the latest one, else from the starting set of the house."""
    require(by, Action.DRAFT_PROCEDURE, centre)
    with atomic():
        Centre.update(version=Centre.version).where(Centre.id == centre.id).execute()
        earlier = next(iter(versions(centre)), None)
        _require_none_pending(centre)
        made = _made(centre, earlier, language, by, at)
        if earlier is None:
            _fill_from_library(made)
        else:
            _copy(earlier, made)
        events.record(by, "procedure.begun", made, at, number=made.number)
    return made


def _require_none_pending(centre: Centre) -> None:
    """Let a centre have one version on its way at a time."""
    mine = (Procedure.centre == centre) & Procedure.state.in_(list(PENDING))
    if row := Procedure.get_or_none(mine):
        raise RuleBroken("procedure_pending", number=row.number)


def _made(
    centre: Centre, earlier: Procedure | None, language: str, by: Actor, at: datetime
) -> Procedure:
    number = earlier.number + 1 if earlier else 1
    start = library.read(LIBRARY)["start"]
    return Procedure.create(
        reference=f"{centre.reference}/SOP{number}",
        number=number,
        centre=centre,
        language=earlier.language if earlier else language,
        purpose=earlier.purpose if earlier else library.text_of(start, "purpose", language),
        basis=earlier.basis if earlier else "",
        earlier=earlier,
        author=by.person_id,
        created_at=at,
    )


def _fill_from_library(made: Procedure) -> None:
    to = made.language
    for position, each in enumerate(library.entries(LIBRARY, "section"), 1):
        title, text = (library.text_of(each, part, to) for part in ("title", "text"))
        ProcedureSection.create(
            procedure=made, position=position, key=str(uuid4()), title=title, text=text
        )
    for position, each in enumerate(library.entries(LIBRARY, "row"), 1):
        MatrixRow.create(
            procedure=made,
            position=position,
            key=str(uuid4()),
            name=library.text_of(each, "", to),
            always=each.get("always", False),
            duties=dict(each["duties"]),
        )


def _copy(earlier: Procedure, made: Procedure) -> None:
    for kept in (*sections(earlier), *matrix(earlier)):
        values = {**kept.__data__, "id": uuid4(), "procedure": made.id, "version": 1}
        type(kept).create(**values)


def contents(procedure: Procedure) -> tuple[list[ProcedureSection], list[MatrixRow]]:
    """Return the sections and the rows of a version."""
    return sections(procedure), matrix(procedure)


def gaps(
    procedure: Procedure,
    written: Sequence[ProcedureSection],
    services: Sequence[MatrixRow],
) -> list[Gap]:
    """Return what keeps a version from being reviewed and agreed, each with its page."""
    whole = {"procedure_id": str(procedure.id)}
    counts = (len(written), len(services))
    broken = rules.broken_text(procedure.purpose, procedure.basis, *counts)
    lacking = [Gap(each, "procedures.text", whole) for each in broken]
    for number, each in enumerate(written, 1):
        parts = {**whole, "section_id": str(each.id)}
        broken = rules.broken_section(number, each.title, each.text)
        lacking += [Gap(one, "procedures.section", parts) for one in broken]
    for service in services:
        parts = {**whole, "row_id": str(service.id)}
        broken = rules.broken_row(service.facts)
        lacking += [Gap(one, "procedures.row", parts) for one in broken]
    return lacking


@dataclass(frozen=True)
class Text:
    """The purpose and the legal basis as they were typed."""

    purpose: str
    basis: str


def save_text(procedure: Procedure, text: Text, seen: int, by: Actor, at: datetime) -> None:
    """Save the purpose and the legal basis of a draft."""
    require(by, Action.DRAFT_PROCEDURE, procedure)
    changes = {"purpose": text.purpose.strip(), "basis": text.basis.strip()}
    with atomic():
        hold(procedure, EDIT_PROCEDURE)
        save_version(procedure, seen, changes)
        events.record(by, "procedure.saved", procedure, at)


def answer_remark(procedure: Procedure, by: Actor, at: datetime) -> None:
    """Say that what the reviewer wanted is changed; the draft waits for review again."""
    require(by, Action.DRAFT_PROCEDURE, procedure)
    if not fresh(procedure).remark:
        raise NotFound
    with atomic():
        hold(procedure, EDIT_PROCEDURE)
        Procedure.update(remark="").where(Procedure.id == procedure.id).execute()
        events.record(by, "procedure.answered", procedure, at)
