"""Figures of one report: read with their parts, checked and written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from portal.domain import indicators as rules
from portal.domain.errors import NotFound, RuleBroken, RulesBroken
from portal.domain.indicators import Entry, Figure, Measure, Place
from portal.models import Actual, ActualPart, Indicator, Report
from portal.services import measures

LATER = ("parts_unequal", "parts_too_many")
"""Contradictions that a draft may hold, as parts are typed one by one; a report may not."""


@dataclass(frozen=True)
class Given:
    """What was typed for one indicator; parts by dimension and value."""

    whole: Figure = rules.NOTHING
    parts: Mapping[Place, Figure] = field(default_factory=dict)
    note: str = ""


def actuals(report: Report) -> list[Actual]:
    """Return the rows of a report's indicators in their order, each with its indicator."""
    query = Actual.select(Actual, Indicator).join(Indicator).where(Actual.report == report)
    return list(query.order_by(Indicator.position))


def parts_of(report: Report) -> dict[UUID, dict[Place, Figure]]:
    """Return the parts of a report's figures by the key of their row."""
    query = ActualPart.select(ActualPart).join(Actual).where(Actual.report == report)
    found: dict[UUID, dict[Place, Figure]] = {}
    for each in query:
        figure = Figure(each.total, each.denominator)
        found.setdefault(each.actual_id, {})[each.dimension, each.value] = figure
    return found


def any_given(report: Report) -> bool:
    """Say whether anything was typed for any indicator of a report."""
    own = Actual.report == report
    whole = Actual.select().where(own & Actual.total.is_null(False))  # noqa: FBT003 - peewee's own
    return bool(whole.exists() or ActualPart.select().join(Actual).where(own).exists())


def entry_of(actual: Actual, parts: Mapping[UUID, Mapping[Place, Figure]]) -> Entry:
    """Return the figure of a row with its parts."""
    return Entry(Figure(actual.total, actual.denominator), parts.get(actual.id, {}))


def checked(report: Report, given: Mapping[str, Given]) -> dict[UUID, Entry]:
    """Return what can be kept of figures typed for rows named by the text of ``Actual.id``.

    Wholes left empty are added up. What no figure can be is told all at once, each at its
    input: ``rows-3-parts-0-total`` is the first part of the fourth indicator.
    """
    rows = {str(row.id): (place, row) for place, row in enumerate(actuals(report))}
    if set(given) - set(rows):
        raise NotFound
    known = measures.measures(report.contract_id)
    kept, broken = {}, []
    for key, typed in given.items():
        place, row = rows[key]
        measure = known[row.indicator_id]
        kept[row.id] = entered(measure, typed)
        broken += told((place, row.indicator.name), measure, kept[row.id])
    if at_once := [each for each in broken if each.rule not in LATER]:
        raise RulesBroken(at_once)
    return kept


def entered(measure: Measure, typed: Given) -> Entry:
    """Return what was typed as a figure of its kind; a whole left empty is added up."""
    if set(typed.parts) - set(measure.places()):
        raise NotFound
    if measure.of_two:
        return rules.added_up(measure, Entry(typed.whole, typed.parts))
    parts = {place: Figure(each.total) for place, each in typed.parts.items()}
    return rules.added_up(measure, Entry(Figure(typed.whole.total), parts))


def told(row: tuple[int, str], measure: Measure, entry: Entry) -> list[RuleBroken]:
    """Return the contradictions of a figure, each at its input in the form of the report.

    ``row`` is the place of the indicator in the form and its name.
    """
    place, name = row
    places = [":".join(each) for each in measure.places()]
    return [
        RuleBroken(each.rule, _input(place, each.field, places), indicator=name, **each.facts)
        for each in rules.contradictions(measure, entry)
    ]


def _input(row: int, name: str, places: list[str]) -> str:
    column, _, place = name.partition(":")
    return (
        f"rows-{row}-parts-{places.index(place)}-{column}" if place else f"rows-{row}-{column}"
    )


def write(kept: Mapping[UUID, Entry], given: Mapping[str, Given]) -> None:
    """Write checked figures, inside the transaction of the caller."""
    for key, entry in kept.items():
        values = {"total": entry.whole.total, "denominator": entry.whole.denominator}
        note = given[str(key)].note.strip()
        Actual.update(**values, note=note).where(Actual.id == key).execute()
    ActualPart.delete().where(ActualPart.actual.in_(list(kept))).execute()
    rows = [row for key, entry in kept.items() for row in _part_rows(key, entry)]
    put_many(ActualPart, rows)


def _part_rows(key: UUID, entry: Entry) -> Iterable[dict[str, object]]:
    for (dimension, value), part in (entry.parts or {}).items():
        if not part.empty:
            place = {"actual": key, "dimension": dimension, "value": value}
            yield {**place, "total": part.total, "denominator": part.denominator}


def put_many(table: type[Any], rows: list[dict[str, object]], size: int = 100) -> None:
    """Insert rows a hundred at a time: a statement takes only so many values."""
    for start in range(0, len(rows), size):
        table.insert_many(rows[start : start + size]).execute()
