"""The sections of a draft on its scope: lots, services, staffing, who may propose, money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from portal.domain.call_rules_scope import TEXTS, DataPlan
from portal.domain.call_terms import Frequency, PassingRule, Shift
from portal.domain.eligibility import broken_question, kind_of
from portal.domain.errors import RuleBroken
from portal.models import (
    BudgetCategory,
    Call,
    EligibilityQuestion,
    Lot,
    Record,
    RequiredDocument,
    ServiceNeed,
    Site,
    StaffPost,
)
from portal.services import call_parts, library
from portal.services.call_drafting import Edit, rows_of, save_section
from portal.services.prepared import Prepared

T = TypeVar("T", bound=Record)


@dataclass(frozen=True)
class LotRow:
    """One lot as it was typed; ``ceiling`` in the call's currency."""

    city: str
    title: str
    scope: str
    places: int
    apartments: int
    ceiling: Decimal
    site: UUID | None = None
    key: str | None = None


@dataclass(frozen=True)
class NeedRow:
    """A standard of the call's own: how and how often it is checked, and its indicator."""

    service: str
    standard: str
    verification: str = ""
    frequency: Frequency = Frequency.REPORT
    indicator: str = ""
    key: str | None = None


@dataclass(frozen=True)
class PostRow:
    """A function to fill: how many people, in each of these parts of the day."""

    function: str
    people: int
    shifts: Sequence[Shift] = ()
    note: str = ""
    key: str | None = None


@dataclass(frozen=True)
class EligibilityRow:
    """An eligibility question; ``figure`` is what a number must reach or not exceed."""

    text: str
    passing: PassingRule
    figure: int | None = None
    evidence: bool = False
    key: str | None = None


@dataclass(frozen=True)
class DocumentRow:
    """A file that a proposal must or may hold."""

    title: str
    note: str = ""
    mandatory: bool = True
    key: str | None = None


@dataclass(frozen=True)
class CategoryRow:
    """A heading of the budget; ``ceiling`` in percent of the direct costs, or none."""

    name: str
    ceiling: int | None = None
    key: str | None = None


def sites(call: Call) -> list[Site]:
    """Return the sites of a call's centre in their order."""
    query = Site.select().where(Site.centre == call.centre_id)
    return list(query.order_by(Site.position))


def rows(call: Call, table: type[T]) -> list[T]:
    """Return the rows of a table of a call in their order."""
    return _rows(table)(call.id)


@cache
def _rows(table: type[T]) -> Prepared[T]:
    ours: Any = table
    return Prepared(lambda key: ours.select().where(ours.call == key).order_by(ours.position))


def save_lots(call: Call, rows: Sequence[LotRow], most: int | None, edit: Edit) -> None:
    """Replace the lots of a draft, and how many of them one partner may win at most."""
    _once([(row.city, row.title) for row in rows], "lot_twice")
    places = {each.id: each.city for each in sites(call)}
    kept = [_lot(row, places) for row in rows]
    _save(call, "lots", {"lots_to_win": most}, kept, edit)


def _lot(row: LotRow, places: Mapping[UUID, str]) -> dict[str, Any]:
    site = row.site if row.site in places else None
    return {**asdict(row), "site": site, "city": row.city or (places[site] if site else "")}


def save_services(
    call: Call, values: Mapping[str, object], rows: Sequence[NeedRow], edit: Edit
) -> None:
    """Replace the services of a draft, its chosen library standards and its own standards.

    A standard of a service that was not chosen is refused, so that nothing is lost unseen.
    """
    chosen = list(values["services"])  # type: ignore[call-overload]
    unasked = [row.service for row in rows if row.service not in chosen]
    if unasked:
        raise RuleBroken("service_not_chosen", "rows", count=len(unasked))
    _save(call, "services", values, [asdict(row) for row in rows], edit)


def save_staffing(
    call: Call, values: Mapping[str, object], rows: Sequence[PostRow], edit: Edit
) -> None:
    """Replace the posts of a draft and what it says of staff and opening hours."""
    kept = [{**asdict(row), "shifts": [each.value for each in row.shifts]} for row in rows]
    _save(call, "staffing", values, kept, edit)


def save_eligibility(call: Call, rows: Sequence[EligibilityRow], edit: Edit) -> None:
    """Replace the eligibility questions of a draft."""
    _once([(row.text,) for row in rows], "question_twice")
    for number, row in enumerate(rows, 1):
        if broken := broken_question(row.passing, row.figure):
            raise RuleBroken(broken, field="rows", number=number)
    kept = [{**asdict(row), "kind": kind_of(row.passing)} for row in rows]
    _save(call, "eligibility", {}, kept, edit)


def save_documents(
    call: Call,
    rows: Sequence[DocumentRow],
    edit: Edit,
    values: Mapping[str, object] | None = None,
) -> None:
    """Replace the documents that proposals must or may hold, and what holds for them all.

    ``values`` are the parts that they must have, and who seals them.
    """
    _once([(row.title,) for row in rows], "document_twice")
    _save(call, "documents", values or {}, [asdict(row) for row in rows], edit)


def save_budget(
    call: Call, rows: Sequence[CategoryRow], values: Mapping[str, object], edit: Edit
) -> None:
    """Replace the budget template of a draft.

    ``values`` are the ceiling of indirect costs, in percent, and which total counts.
    """
    _once([(row.name,) for row in rows], "category_twice")
    _save(call, "budget", values, _with_codes(call, rows), edit)


def _with_codes(call: Call, given: Sequence[CategoryRow]) -> list[dict[str, Any]]:
    known = {str(each.key): each.code for each in rows(call, BudgetCategory)}
    free = {name: code for name, code in _house_names().items() if code not in known.values()}
    return [{**asdict(row), "code": _code(row, known, free)} for row in given]


def _code(row: CategoryRow, known: Mapping[str, str], free: dict[str, str]) -> str:
    return known.get(str(row.key)) or free.pop(row.name, "") or f"own-{uuid4().hex[:8]}"


def _house_names() -> dict[str, str]:
    listed = library.entries("budget", "category")
    return {each[told]: str(each["code"]) for each in listed for told in ("en", "fr")}


def _once(named: Sequence[tuple[str, ...]], rule: str) -> None:
    """Refuse two rows with the same name, however it is written."""
    plain = [tuple(" ".join(part.split()).casefold() for part in each) for each in named]
    for number, each in enumerate(plain):
        if each in plain[:number]:
            raise RuleBroken(rule, field="rows", name=named[number][-1], number=number + 1)


def _save(
    call: Call,
    section: str,
    values: Mapping[str, object],
    kept: Iterable[call_parts.Row],
    edit: Edit,
) -> None:
    part = call_parts.PARTS[section]
    table = part.table or Lot
    put = lambda: call_parts.put_rows(call, table, kept)  # noqa: E731 - done inside the transaction
    save_section(call, section, edit, put, (values, rows_of(table, *part.columns)))


@dataclass(frozen=True)
class Scope:
    """The rows of the sections on scope, each in its order."""

    needs: Sequence[ServiceNeed] = ()
    posts: Sequence[StaffPost] = ()
    eligibility: Sequence[EligibilityQuestion] = ()
    documents: Sequence[RequiredDocument] = ()
    categories: Sequence[BudgetCategory] = ()


def scope_of(call: Call) -> Scope:
    """Read the rows of the sections on scope, in one query for each table."""
    return Scope(
        rows(call, ServiceNeed),
        rows(call, StaffPost),
        rows(call, EligibilityQuestion),
        rows(call, RequiredDocument),
        rows(call, BudgetCategory),
    )


def facts(call: Call, lots: Sequence[Lot], scope: Scope) -> dict[str, Any]:
    """Return what the rules on scope read of a call, as arguments of its facts."""
    asked = [(each.passing, each.figure) for each in scope.eligibility]
    return {
        "texts": {name: getattr(call, name) for name in TEXTS},
        "languages": len(call.languages),
        "contact": bool(call.contact_name.strip() and call.contact_email.strip()),
        "ceilings": tuple(lot.ceiling for lot in lots),
        "lots_to_win": call.lots_to_win,
        "services": len(call.services),
        "bare_services": len(bare_services(call, scope.needs)),
        "day_and_night": call.day_and_night,
        "shifts": tuple(tuple(each.shifts) for each in scope.posts),
        "questions": tuple(asked),
        "documents": len(scope.documents),
        "category_ceilings": tuple(each.ceiling for each in scope.categories),
        "data": _data_plan(call),
    }


def _data_plan(call: Call) -> DataPlan:
    return DataPlan(
        len(call.data_categories),
        call.data_transfers,
        call.transfer_note,
        call.retention_months,
    )


def bare_services(call: Call, needs: Iterable[ServiceNeed]) -> list[str]:
    """Name the services of a call without a standard, of the library or of its own."""
    listed = library.entries("standards", "standard")
    chosen = {str(each["service"]) for each in listed if each["code"] in call.standards}
    covered = chosen | {each.service for each in needs}
    return [code for code in call.services if code not in covered]
