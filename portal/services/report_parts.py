"""The sections of a report that are forms: made, filled in, compared with each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.db import atomic
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.report_part_rules import Around, part_rules
from portal.domain.report_parts import (
    Asked,
    Content,
    Frame,
    Spec,
    Table,
    clean,
    is_begun,
    suggestion,
    with_days,
)
from portal.domain.report_specs import PARTS, standards_tally
from portal.models import Person, Report, ReportPart
from portal.services import report_frames, report_past
from portal.services.report_writing import Save, begin_writing, tell
from portal.services.steps import save_version

TIMED = ("data_protection", "psea")
"""The sections that name the hours within which IOM is told."""


@dataclass(frozen=True)
class Part:
    """One section: what it consists of, the rows of the contract, what stands in it.

    ``earlier`` is what the last accepted report says, ``source`` that report's reference,
    ``hours`` those within which the contract wants IOM to be told.
    """

    spec: Spec
    frame: Frame
    row: ReportPart
    earlier: Content | None = None
    source: str = ""
    hours: Mapping[str, int] | None = None

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.spec.code

    @property
    def content(self) -> Content:
        """What stands in it, its fixed rows in the order of the contract."""
        return aligned(self.spec, self.frame, self.row.content)

    @property
    def begun(self) -> bool:
        """Whether somebody has saved anything in it."""
        return self.row.saved_by_id is not None and is_begun(self.content)

    @property
    def suggested(self) -> Content | None:
        """What is taken over from the last accepted report while nothing was saved here."""
        if self.begun or self.earlier is None:
            return None
        taken = aligned(self.spec, self.frame, suggestion(self.spec, self.earlier))
        return taken if is_begun(taken) else None

    @property
    def standards(self) -> Mapping[str, int]:
        """How many standards are met, partly met and not met, by the value of each."""
        return {each.value: count for each, count in standards_tally(self.content).items()}

    def told(self, table: Table) -> list[tuple[Asked, Mapping[str, Any]]]:
        """Return the rows of a table, each with what it asks about; free rows are numbered."""
        rows = [with_days(table, row) for row in self.content["tables"][table.name]]
        asked = self.frame.get(table.name, ())
        numbered = [Asked(str(number), str(number)) for number in range(1, len(rows) + 1)]
        return list(zip(numbered if table.free else asked, rows, strict=True))

    def with_content(self, content: Content) -> "Part":
        """Return the same section with another content, such as what others saved meanwhile."""
        return replace(self, row=ReportPart(content=content))


def aligned(spec: Spec, frame: Frame, content: Content) -> Content:
    """Return a kept content by the rows that the contract has now."""
    known = {name: {each.key for each in rows} for name, rows in frame.items()}
    free = {each.name for each in spec.tables if each.free}
    tables = {
        name: [row for row in rows if name in free or row["key"] in known.get(name, ())]
        for name, rows in content.get("tables", {}).items()
    }
    return clean(spec, frame, {**content, "tables": tables})


def add(report: Report, at: datetime) -> None:
    """Make the empty sections that the contract fixes for its reports."""
    for code in report.contract.report_sections or []:
        if code in PARTS:
            ReportPart.create(report=report, code=code, saved_at=at)


def parts(report: Report, language: str) -> dict[str, Part]:
    """Return the sections of a report that are forms, by their code."""
    rows = _rows(report)
    if not rows:
        return {}
    frames = report_frames.frames(report.contract, language)
    source, earlier = report_past.last(report)
    hours = dict.fromkeys(TIMED, report_frames.hours(report.contract))
    return {
        code: Part(
            spec,
            frames.get(code, {}),
            rows[code],
            earlier.get(code),
            source,
            hours.get(code),
        )
        for code, spec in PARTS.items()
        if code in rows
    }


def part(report: Report, code: str, language: str) -> Part:
    """Return one section, or refuse with ``NotFound`` where the contract has none such."""
    found = parts(report, language)
    if code not in found:
        raise NotFound
    return found[code]


def _rows(report: Report) -> dict[str, ReportPart]:
    query = ReportPart.select(ReportPart, Person).left_outer_join(Person)
    return {row.code: row for row in query.where(ReportPart.report == report)}


def save(report: Report, code: str, typed: Content, save: Save) -> ReportPart:
    """Save a section; refused with ``Conflict`` where somebody else saved it meanwhile.

    What stands there already is no new version.
    """
    with atomic():
        begin_writing(report, save)
        kept = part(report, code, "en")
        content = clean(kept.spec, kept.frame, typed)
        if kept.row.saved_by_id is not None and content == kept.content:
            return kept.row
        changes = {"content": content, "saved_at": save.at, "saved_by": save.by.person_id}
        save_version(kept.row, save.seen, changes)
        tell(report, code, save)
    return _rows(report)[code]


def problems(report: Report) -> list[RuleBroken]:
    """Return what every section of this kind lacks and what contradicts itself in it."""
    found = parts(report, "en")
    around = around_of(report, found)
    return [
        broken
        for each in found.values()
        for broken in part_rules(each.spec, each.frame, each.content, around)
    ]


def around_of(report: Report, found: Mapping[str, Part]) -> Around:
    """Return what the sections of a report are compared with."""
    contents = {code: each.content for code, each in found.items()}
    return Around(
        report.starts_on,
        report.ends_on,
        contents,
        report_past.open_complaints(report),
        report_frames.hours(report.contract),
    )


def saved_at(report: Report) -> dict[str, datetime]:
    """Return when each section of this kind was saved last, or made."""
    return {code: row.saved_at for code, row in _rows(report).items()}


def begun(report: Report) -> set[str]:
    """Name the sections of this kind in which anything was saved."""
    rows: Sequence[ReportPart] = list(_rows(report).values())
    return {each.code for each in rows if each.saved_by_id and is_begun(each.content)}
