"""What contradicts itself in the sections of a report, within one and between two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.domain.errors import RuleBroken
from portal.domain.report_parts import (
    Content,
    Field,
    Frame,
    Row,
    Spec,
    is_empty,
)
from portal.domain.report_specs import Delivery, Finding, Happened, MilestoneState

HOURS_A_DAY = 24


@dataclass(frozen=True)
class Around:
    """What the sections are compared with: the period, and the other sections by code.

    ``open_before`` counts complaints that earlier reports left open, by type; ``hours`` are
    those of the contract within which IOM is told, by what of.
    """

    starts_on: date
    ends_on: date
    contents: Mapping[str, Content] = field(default_factory=dict)
    open_before: Mapping[str, int] = field(default_factory=dict)
    hours: Mapping[str, int] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.ends_on - self.starts_on).days + 1

    def rows(self, code: str, table: str) -> Sequence[Row]:
        """Return the rows of a table of a section; none where it was not begun."""
        found: Sequence[Row] = self.contents.get(code, {}).get("tables", {}).get(table, ())
        return found

    def value(self, code: str, name: str) -> Any:  # noqa: ANN401 - plain data
        """Return a single field of a section."""
        return self.contents.get(code, {}).get("values", {}).get(name)

    def total(self, code: str, table: str, name: str) -> int:
        """Add a column up; an empty cell counts as nothing."""
        return sum(row.get(name) or 0 for row in self.rows(code, table))


@dataclass(frozen=True)
class Cell:
    """A row of a table while its rules are asked: its place, its name, what is planned."""

    code: str
    table: str
    number: int
    row: Row
    label: str
    planned: int | None = None

    def broken(self, rule: str, name: str, **facts: object) -> RuleBroken:
        """Return a rule told at one field of the row."""
        place = f"{self.code}#{self.table}-{self.number}-{name}"
        return RuleBroken(rule, place, row=self.label, **facts)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - plain data
        return self.row.get(name)


def part_rules(
    spec: Spec, frame: Frame, content: Content, around: Around
) -> Iterator[RuleBroken]:
    """Yield what a section lacks, then what contradicts itself in it."""
    yield from _gaps(spec, content)
    cells = {each.name: cells_of(spec, frame, content, each.name) for each in spec.tables}
    check = CHECKS.get(spec.code)
    yield from check(cells, around) if check else ()


def cells_of(spec: Spec, frame: Frame, content: Content, table: str) -> list[Cell]:
    """Return the rows of a table with the words of the contract beside them."""
    asked = list(frame.get(table, ()))
    rows = content.get("tables", {}).get(table, ())
    names = [(each.label, each.planned) for each in asked] or [
        (str(number), None) for number in range(1, len(rows) + 1)
    ]
    return [
        Cell(spec.code, table, number, row, *named)
        for number, (row, named) in enumerate(zip(rows, names, strict=False))
    ]


def _gaps(spec: Spec, content: Content) -> Iterator[RuleBroken]:
    """Tell how many needed fields are empty, at the first of them."""
    bare = [*_bare_cells(spec, content), *_bare_values(spec.values, content)]
    if bare:
        yield RuleBroken("report_cells_missing", f"{spec.code}#{bare[0]}", count=len(bare))


def _bare_cells(spec: Spec, content: Content) -> Iterator[str]:
    for table in spec.tables:
        names = [each.name for each in table.fields if each.needed]
        for number, row in enumerate(content.get("tables", {}).get(table.name, ())):
            bare = [name for name in names if is_empty(row.get(name))]
            yield from (f"{table.name}-{number}-{name}" for name in bare)


def _bare_values(fields: Sequence[Field], content: Content) -> Iterator[str]:
    values = content.get("values", {})
    yield from (each.name for each in fields if each.needed and is_empty(values.get(each.name)))


Cells = Mapping[str, Sequence[Cell]]


def _standards(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    for cell in cells["checks"]:
        open_ = cell["finding"] in (Finding.PARTLY, Finding.NOT_MET)
        if open_ and not cell["plan"]:
            yield cell.broken("standard_plan_needed", "plan")
        if open_ and not cell["by"]:
            yield cell.broken("standard_day_needed", "by")
        if open_ and cell["by"] and date.fromisoformat(cell["by"]) <= around.ends_on:
            yield cell.broken("standard_day_past", "by", day=around.ends_on)


def _services(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    for cell in cells["services"]:
        if cell["delivered"] in (Delivery.PARTLY, Delivery.NONE) and not cell["note"]:
            yield cell.broken("service_note_needed", "note")
        if cell["delivered"] == Delivery.NONE and (cell["persons"] or cell["days"]):
            yield cell.broken("service_none_counted", "delivered")
        if (cell["days"] or 0) > around.days:
            yield cell.broken("service_days_many", "days", days=around.days)


def _staffing(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    for cell in cells["posts"]:
        yield from _post(cell, around)
    hours = around.days * HOURS_A_DAY
    for cell in cells["cover"]:
        if (cell["uncovered"] or 0) > hours:
            yield cell.broken("cover_hours_many", "uncovered", hours=hours)
        if cell["uncovered"] and not cell["reason"]:
            yield cell.broken("cover_reason_needed", "reason")


def _post(cell: Cell, around: Around) -> Iterator[RuleBroken]:
    there, planned = cell["in_post"], cell.planned or 0
    if there is None:
        return
    if (cell["women"] or 0) > there:
        yield cell.broken("women_above_post", "women")
    if there > planned and not cell["note"]:
        yield cell.broken("post_above_planned", "note", planned=planned)
    if there < planned and not cell["vacancy_days"] and not cell["note"]:
        yield cell.broken("post_vacancy_needed", "vacancy_days", planned=planned)
    if (cell["vacancy_days"] or 0) > around.days * max(planned, 1):
        yield cell.broken("vacancy_days_many", "vacancy_days", days=around.days)


def _incidents(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    for cell in cells["incidents"]:
        if cell["number"] and cell["told"] is None:
            yield cell.broken("incident_told_needed", "told")
        if (cell["told"] or 0) > (cell["number"] or 0):
            yield cell.broken("incident_told_many", "told")
    yield from _complaints(cells["complaints"], around)


def _complaints(cells: Sequence[Cell], around: Around) -> Iterator[RuleBroken]:
    for cell in cells:
        before = around.open_before.get(str(cell["key"]), 0)
        if (cell["closed"] or 0) > (cell["received"] or 0) + before:
            yield cell.broken("complaints_closed_many", "closed", before=before)
        if (cell["in_time"] or 0) > (cell["closed"] or 0):
            yield cell.broken("complaints_in_time_many", "in_time")


def _data_protection(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    for cell in cells["statement"]:
        happened = cell["happened"] == Happened.YES
        if happened and not cell["number"]:
            yield cell.broken("statement_number_needed", "number")
        if happened and not cell["done"]:
            yield cell.broken("statement_done_needed", "done")
        if cell["happened"] == Happened.NO and cell["number"]:
            yield cell.broken("statement_no_counted", "happened")
        told = around.value("data_protection", "breach_told")
        if happened and cell["key"] == "breaches" and not told:
            facts = {"hours": around.hours.get("breach", 0)}
            yield RuleBroken("breach_hours_needed", "data_protection#breach_told", **facts)


def _psea(_cells: Cells, around: Around) -> Iterator[RuleBroken]:
    said, counted = around.value("psea", "allegations"), around.value("incidents", "sea_count")
    if said == Happened.NO and counted:
        yield RuleBroken("psea_none_but_counted", "psea#allegations", count=counted)
    if said == Happened.YES and counted == 0:
        yield RuleBroken("psea_some_not_counted", "incidents#sea_count")
    if said == Happened.YES and not around.value("psea", "allegations_told"):
        hours = around.hours.get("allegation", 0)
        yield RuleBroken("psea_told_needed", "psea#allegations_told", hours=hours)
    staff = around.total("staffing", "posts", "in_post")
    for name in ("trained", "signed") if staff else ():
        if (around.value("psea", name) or 0) > staff:
            yield RuleBroken(f"psea_{name}_many", f"psea#{name}", staff=staff)


def _risks(cells: Cells, _around: Around) -> Iterator[RuleBroken]:
    if not cells["risks"]:
        yield RuleBroken("report_risks_missing", "report_risks#risks")


def _government(cells: Cells, around: Around) -> Iterator[RuleBroken]:
    waiting = (MilestoneState.NOT_BEGUN, MilestoneState.ON_TRACK)
    for cell in cells["milestones"]:
        if cell["progress"] == MilestoneState.LATE and not cell["note"]:
            yield cell.broken("milestone_note_needed", "note")
        over = cell["due"] and date.fromisoformat(cell["due"]) <= around.ends_on
        if over and cell["progress"] in waiting:
            yield cell.broken("milestone_overdue", "progress", day=around.ends_on)


CHECKS: Mapping[str, Callable[[Cells, Around], Iterator[RuleBroken]]] = {
    "standards": _standards,
    "services": _services,
    "staffing": _staffing,
    "incidents": _incidents,
    "data_protection": _data_protection,
    "psea": _psea,
    "report_risks": _risks,
    "government": _government,
}
