"""What each section of a call consists of, so that sections are read, kept and copied alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from peewee import DateField, Field, UUIDField

from portal.db import atomic
from portal.models import (
    BudgetCategory,
    Call,
    Criterion,
    EligibilityQuestion,
    Indicator,
    Lot,
    Question,
    Record,
    RequiredDocument,
    Seat,
    ServiceNeed,
    StaffPost,
)
from portal.models.base import AmountField, EnumField, InstantField

Row = Mapping[str, Any]
Content = dict[str, Any]
"""One section as plain data: ``columns`` by name, and the rows of its table, if it has one."""


@dataclass(frozen=True)
class Part:
    """The columns of ``Call`` that a section fills, and the table of its rows."""

    columns: tuple[str, ...] = ()
    table: type[Record] | None = None


PARTS: Mapping[str, Part] = {
    "basics": Part(
        (
            "title",
            "kind",
            "background",
            "language",
            "languages",
            "currency",
            "zone",
            "contact_name",
            "contact_email",
        )
    ),
    "lots": Part(("lots_to_win",), Lot),
    "terms": Part(("objectives", "target_groups", "scope")),
    "services": Part(("services", "standards"), ServiceNeed),
    "staffing": Part(("staffing", "hours", "day_and_night"), StaffPost),
    "eligibility": Part((), EligibilityQuestion),
    "documents": Part(("proposal_parts", "own_sealing"), RequiredDocument),
    "criteria": Part(
        ("method", "quality_weight", "price_formula", "threshold", "prices_apart"),
        Criterion,
    ),
    "questions": Part((), Question),
    "budget": Part(("indirect_ceiling", "price_rule"), BudgetCategory),
    "indicators": Part(("breakdown_values",), Indicator),
    "timetable": Part(
        (
            "clarify_until",
            "answers_by",
            "site_visit_at",
            "site_visit_place",
            "deadline",
            "opening_at",
            "results_on",
            "standstill_days",
            "starts_on",
            "months",
            "report_every_months",
            "report_days",
        )
    ),
    "committee": Part(("government_part", "government_reason", "quorum"), Seat),
    "data": Part(
        (
            "data_profile",
            "data_categories",
            "special_categories",
            "children_data",
            "data_transfers",
            "transfer_note",
            "retention_months",
        )
    ),
}
READERS: Mapping[type[Field], Callable[[str], object]] = {
    InstantField: datetime.fromisoformat,
    DateField: date.fromisoformat,
    AmountField: Decimal,
    UUIDField: UUID,
}
OWN_TO_THE_CALL = frozenset({"id", "call"})


def content(call: Call, section: str) -> Content:
    """Return a section as plain data that can be stored, compared and copied."""
    part = PARTS[section]
    columns = {name: _plain(getattr(call, name)) for name in part.columns}
    return {"columns": columns, "rows": [_row(each) for each in _rows(call, part.table)]}


def contents(call: Call) -> dict[str, Content]:
    """Return every section of a call as plain data, in the order of ``PARTS``."""
    return {section: content(call, section) for section in PARTS}


def put(call: Call, section: str, given: Content) -> None:
    """Replace a section of a call by stored data; rows keep the keys that they bring."""
    part = PARTS[section]
    with atomic():
        values = typed(Call, given["columns"])
        if values:
            Call.update(values).where(Call.id == call.id).execute()
            call.__data__.update(values)
        if part.table is not None:
            put_rows(call, part.table, [typed(part.table, each) for each in given["rows"]])


def copy_section(source: Call, target: Call, section: str) -> None:
    """Take over a section of another call, with new keys for its rows.

    A question follows the criterion that stands at the same place in the target, and falls out
    where there is none; a lot keeps its site only within the same centre.
    """
    given = content(source, section)
    take_over(target, section, given, sites=source.centre_id == target.centre_id)


def take_over(target: Call, section: str, given: Content, *, sites: bool = False) -> None:
    """Take over stored data of a section of another call, as ``copy_section`` does.

    Lots keep their sites only where ``sites`` says that both are of the same centre.
    """
    table = PARTS[section].table
    rows = [{name: row[name] for name in row if name != "key"} for row in given["rows"]]
    if table is Question:
        rows = _placed(rows, target)
    if table is Lot and not sites:
        rows = [{**row, "site": None} for row in rows]
    put(target, section, {**given, "rows": rows})


def _placed(rows: list[dict[str, Any]], target: Call) -> list[dict[str, Any]]:
    keys = {each.position: str(each.key) for each in _rows(target, Criterion)}
    return [{**row, "criterion": keys[row["place"]]} for row in rows if row["place"] in keys]


def put_rows(call: Call, table: type[Record], rows: Iterable[Row]) -> None:
    """Make the rows of a table of a call exactly these, in this order.

    A row whose ``key`` is known is changed in place, so that what refers to it stays; a row
    without one is new; a row that is not named is deleted.
    """
    place = _place(table)
    known = {each.key: each for each in _rows(call, table)} if _keyed(table) else {}
    _step_aside(call, table)
    kept = set()
    for position, row in enumerate(rows, 1):
        values = {**_linked(call, table, row), **({place: position} if place else {})}
        kept.add(_put_row(call, table, known, values))
    unnamed = table.delete().where((table.call == call) & table.id.not_in(list(kept)))  # type: ignore[attr-defined]
    unnamed.execute()


def _put_row(
    call: Call, table: type[Record], known: Mapping[UUID, Record], values: dict[str, Any]
) -> UUID:
    key = values.pop("key", None)
    present = known.get(UUID(str(key))) if key else None
    if present is not None:
        table.update(values).where(table.id == present.id).execute()
        return present.id
    if _keyed(table):
        values["key"] = UUID(str(key)) if key else uuid4()
    return table.create(call=call, **values).id


def _step_aside(call: Call, table: type[Record]) -> None:
    """Free the numbers of the rows, so that two rows can change places; drop seats whole."""
    if table is Lot:
        Lot.update(number=Lot.number * -1).where(Lot.call == call).execute()
    if not _keyed(table):
        table.delete().where(table.call == call).execute()  # type: ignore[attr-defined]


def _linked(call: Call, table: type[Record], row: Row) -> dict[str, Any]:
    values = {name: row[name] for name in row if name != "place"}
    if table is Question and not isinstance(values["criterion"], Criterion):
        wanted = UUID(str(values["criterion"]))
        same = (Criterion.call == call) & (Criterion.key == wanted)
        values["criterion"] = Criterion.get(same)
    return values


def _rows(call: Call, table: type[Record] | None) -> list[Any]:
    if table is None:
        return []
    query = table.select().where(table.call == call)  # type: ignore[attr-defined]
    place = _place(table)
    return list(query.order_by(getattr(table, place)) if place else query)


def _row(record: Record) -> dict[str, Any]:
    values = {
        name: _plain(value)
        for name, value in record.__data__.items()
        if name not in OWN_TO_THE_CALL
    }
    if isinstance(record, Question):
        values |= {"criterion": str(record.criterion.key), "place": record.criterion.position}
    return values


def _place(table: type[Record]) -> str:
    if table is Lot:
        return "number"
    return "position" if "position" in table.columns() else ""


def _keyed(table: type[Record]) -> bool:
    return "key" in table.columns()


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def typed(table: type[Record], values: Row) -> dict[str, Any]:
    """Return stored data of a section as the values that the columns of a table hold."""
    fields = table.columns()
    return {name: _value(fields.get(name), values[name]) for name in values}


def _value(field: Field | None, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if value is None:
        return None
    if isinstance(field, EnumField):
        return field.enum(value)
    reader = next((READERS[each] for each in READERS if isinstance(field, each)), None)
    return reader(value) if reader and isinstance(value, str) else value
