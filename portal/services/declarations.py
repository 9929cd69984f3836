"""Declarations of interest: each seat holder says whether there is a conflict, once."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action, SeatKind
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Person, Seat
from portal.services import events
from portal.services.steps import found

DECLARABLE = frozenset({CallState.OPENED, CallState.SCORING, CallState.RANKED})


def seats(call: Call) -> list[Seat]:
    """Return the seats of a call with their people, the chair first, then by name."""
    query = Seat.select(Seat, Person).join(Person).where(Seat.call == call)
    return list(query.order_by(Seat.chair.desc(), Person.name))


def seat_of(call: Call, by: Actor) -> Seat:
    """Return the actor's own seat on a call, or refuse."""
    mine = (Seat.call == call) & (Seat.person == by.person_id)
    seat: Seat | None = Seat.select().where(mine).first()
    return found(seat)


def votes(call: Call) -> list[Seat]:
    """Return the voting seats whose holders declared that they have no conflict."""
    return [
        seat
        for seat in seats(call)
        if seat.kind is SeatKind.VOTING and seat.declared_at is not None and not seat.conflict
    ]


def undeclared(call: Call) -> int:
    """Count the voting seats whose holders have not declared yet."""
    return sum(
        seat.kind is SeatKind.VOTING and seat.declared_at is None for seat in seats(call)
    )


def declare(call: Call, text: str, by: Actor, at: datetime, *, conflict: bool) -> None:
    """Store the actor's declaration; only a later conflict can replace one of no conflict."""
    require(by, Action.DECLARE_INTEREST, call)
    _require_time(call)
    if conflict and not text.strip():
        raise RuleBroken("conflict_words_missing", "text")
    seat = seat_of(call, by)
    with atomic():
        _store(seat, text.strip(), at, conflict=conflict)
        events.record(by, _event(seat, conflict=conflict), seat, at)


def _require_time(call: Call) -> None:
    if call.state in {CallState.RECOMMENDED, CallState.AWARDED, CallState.FAILED}:
        raise RuleBroken("declaration_too_late")
    if call.state not in DECLARABLE:
        raise RuleBroken("declaration_too_early")


def _store(seat: Seat, text: str, at: datetime, *, conflict: bool) -> None:
    is_open = Seat.declared_at.is_null()
    if conflict:
        is_open |= Seat.conflict == False  # noqa: E712 - an expression of peewee
    changes = {"declared_at": at, "conflict": conflict, "declaration": text}
    saved = Seat.update(**changes).where((Seat.id == seat.id) & is_open).execute()
    if saved != 1:
        raise WrongState("declare_interest", "declared")


def _event(seat: Seat, *, conflict: bool) -> str:
    if not conflict:
        return "seat.declared"
    return "seat.conflict_declared" if seat.declared_at is None else "seat.excluded"
