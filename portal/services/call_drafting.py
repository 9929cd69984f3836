"""Drafting a call: a filled start from the house library, then section by section."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.core import get_global
from babel.numbers import get_territory_currencies

from portal.config import usual_quorum
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Centre, Person, Record
from portal.services import call_start, call_start_scope, centres, events, references
from portal.services.steps import fresh, save_version

Theirs = Callable[[Call], Mapping[str, object]]


@dataclass(frozen=True)
class Edit:
    """Who saves a section, when, and which version of the call they saw."""

    by: Actor
    at: datetime
    seen: int


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

    ``values`` are columns of ``Call``. It starts with what the house library has for its
    sections, in the call's language, so that nobody begins on an empty page.
    """
    require(by, Action.DRAFT_CALL)
    if not centres.can_have_calls(centre):
        raise RuleBroken(rule="centre_takes_no_call")
    with atomic():
        reference = references.call_reference(centre.country, at.year)
        call = Call.create(
            **_first_columns(values, by),
            centre=centre,
            reference=reference,
            slug=references.slug(reference),
            author=by.person_id,
            created_at=at,
        )
        call_start_scope.fill_scope(call)
        call_start.fill_judging(call)
        events.record(by, "call.drafted", call, at, reference=reference)
    return call


def _first_columns(values: Mapping[str, object], by: Actor) -> dict[str, object]:
    author = Person.get_by_id(by.person_id)
    contact = {"contact_name": author.name, "contact_email": author.email}
    start = call_start_scope.columns(str(values.get("language", "en")))
    given = {name: value for name, value in values.items() if value not in ("", [])}
    return {**start, **contact, "quorum": usual_quorum(), **given}


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
    save_section(call, section, edit, lambda: None, (values, theirs))


def save_section(
    call: Call,
    section: str,
    edit: Edit,
    put: Callable[[], None],
    change: tuple[Mapping[str, object], Theirs | None],
) -> None:
    """Save a section: columns at the version seen, then its rows by ``put``, all or nothing."""
    require(edit.by, Action.EDIT_CALL, call)
    require_draft(call)
    with atomic():
        values, theirs = change
        save_version(call, edit.seen, values, theirs=theirs)
        require_draft(call)
        put()
        events.record(edit.by, "call.changed", call, edit.at, section=section)


def rows_of(model: type[Record], *columns: str) -> Theirs:
    """Return what tells the rows and columns that stand now, for a conflict."""

    def theirs(call: Call) -> Mapping[str, object]:
        query = model.select().where(model.call == call)  # type: ignore[attr-defined]
        place = model.columns().get("number") or model.columns().get("position")
        rows = list(query.order_by(place) if place else query)
        return {"rows": rows, **{name: getattr(call, name) for name in columns}}

    return theirs
