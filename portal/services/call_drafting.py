"""Drafting a call: a filled start from the house library, then section by section."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from babel.core import get_global
from babel.numbers import get_territory_currencies

from portal.db import atomic
from portal.domain.actions import SEAT_ROLES, Action, SeatKind
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Centre, Criterion, Grant, Indicator, Lot, Person, Record, Seat
from portal.services import centres, events, library, references
from portal.services.steps import fresh, save_version

SEAT_KINDS = tuple(SeatKind)
START_OF_INDICATORS = ("arrivals", "nights", "consultations", "psychosocial", "referrals")
Theirs = Callable[[Call], Mapping[str, object]]


@dataclass(frozen=True)
class Edit:
    """Who saves a section, when, and which version of the call they saw."""

    by: Actor
    at: datetime
    seen: int


@dataclass(frozen=True)
class LotRow:
    """One lot as it was typed; ``ceiling`` in the call's currency."""

    city: str
    title: str
    scope: str
    places: int
    apartments: int
    ceiling: Decimal


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as it was typed; ``weight`` of 100, ``words`` at most in an answer."""

    name: str
    question: str
    guidance: str
    weight: int
    words: int


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as it was typed; ``target`` for the whole contract."""

    name: str
    unit: str
    disaggregated: bool
    target: int


@dataclass(frozen=True)
class SeatRow:
    """One seat as it was chosen."""

    person: UUID
    kind: SeatKind
    chair: bool = False
    government: bool = False


def zones(country: str = "") -> list[str]:
    """Return the names of the time zones, those of a country first."""
    territories = get_global("zone_territories")
    named = sorted(zone for zone in territories if "/" in zone)
    return sorted(named, key=lambda zone: territories[zone] != country)


def suggestions(centre: Centre) -> dict[str, object]:
    """Return what a new call of a centre most likely needs: currency and time zone."""
    currencies = get_territory_currencies(centre.country)
    return {
        "currency": currencies[0] if currencies else "USD",
        "zone": zones(centre.country)[0],
    }


def draft(centre: Centre, values: Mapping[str, object], by: Actor, at: datetime) -> Call:
    """Draft a call for a centre that is run through a partner.

    ``values`` are columns of ``Call``. It starts with the criteria and indicators of the house
    library, in the call's language, so that nobody begins on an empty page.
    """
    require(by, Action.DRAFT_CALL)
    if not centres.can_have_calls(centre):
        raise RuleBroken(rule="centre_takes_no_call")
    with atomic():
        reference = references.call_reference(centre.country, at.year)
        call = Call.create(
            **values,
            centre=centre,
            reference=reference,
            slug=references.slug(reference),
            author=by.person_id,
            created_at=at,
        )
        _put_rows(call, Criterion, _first_criteria(call.language))
        _put_rows(call, Indicator, _first_indicators(call.language))
        events.record(by, "call.drafted", call, at, reference=reference)
    return call


def _first_criteria(language: str) -> list[CriterionRow]:
    return [
        CriterionRow(
            name=library.text_of(each, "name", language),
            question=library.text_of(each, "question", language),
            guidance=library.text_of(each, "guidance", language),
            weight=int(each["weight"]),
            words=int(each["words"]),
        )
        for each in library.entries("criteria", "criterion")
    ]


def _first_indicators(language: str) -> list[IndicatorRow]:
    known = library.by_code("indicators", "indicator")
    chosen = [known[code] for code in START_OF_INDICATORS if code in known]
    return [
        IndicatorRow(
            name=library.text_of(each, "name", language),
            unit=str(each["unit"]),
            disaggregated=bool(each["disaggregated"]),
            target=0,
        )
        for each in chosen
    ]


def require_draft(call: Call) -> None:
    """Refuse with ``WrongState`` once a call has left its author's desk."""
    state = fresh(call).state
    if state is not CallState.DRAFT:
        raise WrongState(step="edit_call", state=state)


def save_columns(
    call: Call,
    section: str,
    values: Mapping[str, object],
    edit: Edit,
    theirs: Theirs | None = None,
) -> None:
    """Save the plain fields of a section; ``theirs`` tells what stands now on a conflict."""
    _save(call, section, edit, lambda: None, (values, theirs))


def save_lots(call: Call, rows: Sequence[LotRow], edit: Edit) -> None:
    """Replace the lots of a draft."""
    _save(call, "lots", edit, lambda: _put_rows(call, Lot, rows), ({}, _rows_of(Lot)))


def save_criteria(call: Call, rows: Sequence[CriterionRow], threshold: int, edit: Edit) -> None:
    """Replace the criteria of a draft and the points below which a proposal falls out."""
    values = {"threshold": threshold}
    put = lambda: _put_rows(call, Criterion, rows)  # noqa: E731 - done inside the transaction
    _save(call, "criteria", edit, put, (values, _rows_of(Criterion, "threshold")))


def save_indicators(call: Call, rows: Sequence[IndicatorRow], edit: Edit) -> None:
    """Replace the indicators of a draft."""
    put = lambda: _put_rows(call, Indicator, rows)  # noqa: E731 - done inside the transaction
    _save(call, "indicators", edit, put, ({}, _rows_of(Indicator)))


def save_committee(call: Call, rows: Sequence[SeatRow], reason: str, edit: Edit) -> None:
    """Replace the seats of a draft, and the reason for the government's seat."""
    people = [row.person for row in rows]
    if len(people) != len(set(people)):
        raise RuleBroken(rule="person_twice", field="rows")
    put = lambda: _put_seats(call, rows)  # noqa: E731 - done inside the transaction
    values = {"government_reason": reason}
    _save(call, "committee", edit, put, (values, _rows_of(Seat, "government_reason")))


def _save(
    call: Call,
    section: str,
    edit: Edit,
    put: Callable[[], None],
    change: tuple[Mapping[str, object], Theirs | None],
) -> None:
    require(edit.by, Action.EDIT_CALL, call)
    require_draft(call)
    with atomic():
        values, theirs = change
        save_version(call, edit.seen, values, theirs=theirs)
        require_draft(call)
        put()
        events.record(edit.by, "call.changed", call, edit.at, section=section)


def _put_rows(call: Call, model: type[Record], rows: Iterable[object]) -> None:
    model.delete().where(model.call == call).execute()  # type: ignore[attr-defined]
    order = "number" if model is Lot else "position"
    for position, row in enumerate(rows, 1):
        model.create(call=call, **{order: position}, **asdict(row))  # type: ignore[call-overload]


def _put_seats(call: Call, rows: Sequence[SeatRow]) -> None:
    Seat.delete().where(Seat.call == call).execute()
    for row in rows:
        Seat.create(call=call, **asdict(row))


def _rows_of(model: type[Record], *columns: str) -> Theirs:
    def theirs(call: Call) -> Mapping[str, object]:
        rows = list(model.select().where(model.call == call))  # type: ignore[attr-defined]
        return {"rows": rows, **{name: getattr(call, name) for name in columns}}

    return theirs


def seat_holders() -> list[Person]:
    """Return the people who can hold a seat on a committee, by name."""
    able = Grant.select(Grant.person).where(Grant.role.in_(list(SEAT_ROLES)))
    query = Person.select().where(Person.id.in_(able) & Person.disabled_at.is_null())
    return list(query.order_by(Person.name))
