"""A call as it read under one of its versions, whatever was changed since."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from portal.models import (
    BudgetCategory,
    Call,
    CallVersion,
    Criterion,
    EligibilityQuestion,
    Indicator,
    Lot,
    Person,
    Question,
    Record,
    RequiredDocument,
    Seat,
    ServiceNeed,
    Site,
    StaffPost,
)
from portal.services import call_parts, call_versions, calls
from portal.services.call_scope import Scope
from portal.services.calls import FullCall

T = TypeVar("T", bound=Record)


def published(call: Call) -> FullCall:
    """Return a call as it was published first; one that never was as it stands."""
    first = call_versions.version(call, 0)
    return full_at(call, first) if first else calls.full(call)


def full_at(call: Call, version: CallVersion) -> FullCall:
    """Return a call with its parts as a version has them; nothing of it is to be saved."""
    contents = version.contents
    record = _record(call, contents)
    criteria = _rows(record, Criterion, contents["criteria"])
    by_key = {str(each.key): each for each in criteria}
    return FullCall(
        call=record,
        lots=_lots(record, contents["lots"]),
        criteria=criteria,
        indicators=_rows(record, Indicator, contents["indicators"]),
        seats=_seats(record, contents["committee"]),
        questions=_questions(record, contents["questions"], by_key),
        scope=_scope(record, contents),
    )


def _record(call: Call, contents: Mapping[str, Any]) -> Call:
    columns = [call_parts.typed(Call, each["columns"]) for each in contents.values()]
    merged = {name: value for each in columns for name, value in each.items()}
    return Call(**{**call.__data__, **merged, "centre": call.centre})


def _rows(call: Call, table: type[T], content: Mapping[str, Any]) -> list[T]:
    typed = [call_parts.typed(table, row) for row in _standing(content["rows"])]
    return [table(call=call, **row) for row in typed]


def _standing(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if not row.get("withdrawn_at")]


def _lots(call: Call, content: Mapping[str, Any]) -> list[Lot]:
    sites = {str(each.id): each for each in Site.select().where(Site.centre == call.centre)}
    rows = [{**row, "site": sites.get(str(row["site"]))} for row in content["rows"]]
    return _rows(call, Lot, {"rows": rows})


def _questions(
    call: Call, content: Mapping[str, Any], criteria: Mapping[str, Criterion]
) -> list[Question]:
    rows = [
        {name: row[name] for name in row if name != "place"}
        | {"criterion": criteria[row["criterion"]]}
        for row in content["rows"]
    ]
    return _rows(call, Question, {"rows": rows})


def _seats(call: Call, content: Mapping[str, Any]) -> list[Seat]:
    keys = [UUID(str(row["person"])) for row in content["rows"]]
    people = {str(each.id): each for each in Person.select().where(Person.id.in_(keys))}
    rows = [{**row, "person": people[str(row["person"])]} for row in content["rows"]]
    seats = _rows(call, Seat, {"rows": rows})
    return sorted(seats, key=lambda seat: (not seat.chair, seat.government, seat.person.name))


def _scope(call: Call, contents: Mapping[str, Any]) -> Scope:
    return Scope(
        _rows(call, ServiceNeed, contents["services"]),
        _rows(call, StaffPost, contents["staffing"]),
        _rows(call, EligibilityQuestion, contents["eligibility"]),
        _rows(call, RequiredDocument, contents["documents"]),
        _rows(call, BudgetCategory, contents["budget"]),
    )
