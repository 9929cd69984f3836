"""Declarations of interest and confidentiality, made before anything of a proposal is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action, Role, SeatKind
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.interests import Cause, Reach, Statement, broken_statement, reach
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Grant, Lot, Partner, Person, Seat, SeatDeclaration
from portal.services import (
    alternates,
    committee_seats,
    dealing,
    documents,
    events,
    library,
    outbox,
    quorum,
    sanctions,
)
from portal.services.committee_seats import standing as seats
from portal.services.dealing import Void
from portal.services.opening import opened
from portal.services.steps import found, fresh

__all__ = ["Seat", "SeatDeclaration", "seats"]
UNDERTAKING = ("undertaking", "point")
DECLARABLE = frozenset({CallState.OPENED, CallState.SCORING, CallState.RANKED})


@dataclass(frozen=True)
class Proposing:
    """A partner that proposes: its lots by number, and the people who lead it."""

    partner: Partner
    lots: list[Lot] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


def seat_of(call: Call, by: Actor) -> Seat:
    """Return the actor's own seat on a call, or refuse."""
    mine = (Seat.call == call) & (Seat.person == by.person_id)
    seat: Seat | None = Seat.select(Seat, Call).join(Call).where(mine).first()
    return found(seat)


def votes(call: Call) -> list[Seat]:
    """Return the voting seats whose holders declared and are free in some lot at least."""
    return [
        seat
        for seat in committee_seats.standing(call)
        if seat.kind is SeatKind.VOTING and seat.declared_at is not None and not seat.conflict
    ]


def undeclared(call: Call) -> int:
    """Count the voting seats whose holders have not declared yet."""
    return sum(
        seat.kind is SeatKind.VOTING and seat.declared_at is None
        for seat in committee_seats.standing(call)
    )


def proposing(call: Call) -> list[Proposing]:
    """Return the partners whose proposals were opened, by name: what is declared on."""
    known: dict[UUID, Proposing] = {}
    for each in opened(call):
        partner = each.partner
        if partner.id not in known:
            own = {partner.name, partner.acronym}
            people = [name for name in sanctions.names_of(partner) if name not in own]
            known[partner.id] = Proposing(partner, people=people)
        known[partner.id].lots.append(each.lot)
    for one in known.values():
        one.lots.sort(key=lambda lot: lot.number)
    return sorted(known.values(), key=lambda one: one.partner.name)


def undertaking(language: str) -> list[str]:
    """Return the points of the undertaking on confidentiality in a language."""
    return [library.text_of(each, "", language) for each in library.entries(*UNDERTAKING)]


def made(call: Call) -> list[SeatDeclaration]:
    """Return every declaration made on a call, the first one first."""
    query = (
        SeatDeclaration.select(SeatDeclaration, Seat, Person)
        .join(Seat)
        .join(Person, on=Seat.person)
        .where(SeatDeclaration.call == call)
    )
    return list(query.order_by(SeatDeclaration.number))


def by_id(declaration_id: UUID) -> SeatDeclaration:
    """Return a declaration with its seat, or refuse."""
    query = SeatDeclaration.select(SeatDeclaration, Seat).join(Seat)
    row: SeatDeclaration | None = query.where(SeatDeclaration.id == declaration_id).first()
    return found(row)


def latest(seat: Seat) -> SeatDeclaration | None:
    """Return what the holder of a seat declared last, or None."""
    mine = SeatDeclaration.select().where(SeatDeclaration.seat == seat)
    last: SeatDeclaration | None = mine.order_by(SeatDeclaration.number.desc()).first()
    return last


def answered(call: Call, by: Actor) -> Mapping[str, bool]:
    """Return the actor's present answers by the key of the partner, as text; empty at first."""
    last = latest(seat_of(call, by))
    return last.answers if last else {}


def declare(call: Call, said: Statement[UUID], by: Actor, at: datetime) -> SeatDeclaration:
    """Store what the actor declares on each proposing partner, and act on a conflict at once.

    A first declaration opens what it leaves free. A later one can only add conflicts: the
    scores that it touches are voided. Each becomes a document in the call's file.
    """
    require(by, Action.DECLARE_INTEREST, call)
    seat = seat_of(call, by)
    _require_time(call, seat)
    asked = proposing(call)
    if broken := broken_statement(said, {each.partner.id: each.partner.name for each in asked}):
        raise RulesBroken(broken)
    shut = _reach(seat, said, asked)
    with atomic():
        _store(seat, said, shut, at)
        row = _keep(seat, said, shut, at)
        facts = {"lots": len(shut.lots), "whole": shut.whole}
        events.record(by, _event(seat, said), seat, at, **facts)
        _follow(fresh(seat), said, by, at)
    return row


def is_time(call: Call, seat: Seat) -> bool:
    """Say whether the holder of a seat can declare, or add a conflict, as the call stands.

    A recommendation is not touched by it any more, but the seat that is asked for its
    no-objection may still declare then.
    """
    asked_now = seat.kind is SeatKind.NO_OBJECTION and call.state is CallState.RECOMMENDED
    return call.state in DECLARABLE or asked_now


def shut_lots(seat: Seat) -> list[Lot]:
    """Return the lots that are not open to the holder of a seat, by their number."""
    lots = Lot.select().where(Lot.id.in_([UUID(each) for each in seat.lots_shut]))
    return list(lots.order_by(Lot.number))


def _require_time(call: Call, seat: Seat) -> None:
    if is_time(call, seat):
        return
    if call.state in {CallState.RECOMMENDED, CallState.AWARDED, CallState.FAILED}:
        raise RuleBroken("declaration_too_late")
    raise RuleBroken("declaration_too_early")


def _reach(seat: Seat, said: Statement[UUID], asked: list[Proposing]) -> Reach[str]:
    """Return which lots the conflicts shut to a seat, or that the whole call is shut.

    Who is asked for a no-objection answers on the award as a whole, so it is always the whole.
    """
    lots = {each.partner.id: {str(lot.id) for lot in each.lots} for each in asked}
    found = reach(said.tied, lots, frozenset(seat.lots_shut))
    undivided = seat.kind is SeatKind.NO_OBJECTION and bool(said.tied)
    return Reach(found.whole or undivided, found.lots)


def _store(seat: Seat, said: Statement[UUID], shut: Reach[str], at: datetime) -> None:
    if seat.declared_at is not None and not said.tied - _tied_before(seat):
        raise WrongState("declare_interest", "declared")
    changes = {
        "declared_at": at,
        "conflict": shut.whole,
        "declaration": said.text.strip(),
        "lots_shut": sorted(shut.lots | set(seat.lots_shut)),
    }
    as_seen = Seat.declared_at.is_null()
    if seat.declared_at is not None:
        as_seen = Seat.declared_at == seat.declared_at
    is_open = (Seat.id == seat.id) & (Seat.conflict == False) & as_seen  # noqa: E712 - of peewee
    if Seat.update(changes).where(is_open).execute() != 1:
        raise WrongState("declare_interest", "declared")


def _tied_before(seat: Seat) -> set[UUID]:
    said = SeatDeclaration.select().where(SeatDeclaration.seat == seat)
    return {UUID(key) for each in said for key, tied in each.answers.items() if tied}


def _keep(seat: Seat, said: Statement[UUID], shut: Reach[str], at: datetime) -> SeatDeclaration:
    """Keep the words, and ask for their document in the language of who declared."""
    call = seat.call
    number = SeatDeclaration.select().where(SeatDeclaration.call == call).count() + 1
    row = SeatDeclaration.create(
        call=call,
        seat=seat,
        number=number,
        answers={str(key): tied for key, tied in said.conflicts.items()},
        text=said.text.strip(),
        undertaking=str(library.read("undertaking")["version"]),
        whole=shut.whole,
        lots_shut=sorted(shut.lots),
        made_at=at,
    )
    language = Person.get_by_id(seat.person_id).language
    number_text = f"{call.reference}-DECLARATION-{number}"
    documents.request("declaration", row.id, number_text, (language,), at)
    return row


def _event(seat: Seat, said: Statement[UUID]) -> str:
    if not said.tied:
        return "seat.declared"
    return "seat.conflict_declared" if seat.declared_at is None else "seat.excluded"


def _follow(seat: Seat, said: Statement[UUID], by: Actor, at: datetime) -> None:
    """Do what follows from a declaration: cards, the alternate, and word on the quorum."""
    call = seat.call
    if said.tied:
        dealing.void(seat, Void(Cause.CONFLICT, said.text.strip()), by, at)
        alternates.step_in(seat, by, at)
        _tell_of_quorum(call, at)
    if call.state is CallState.SCORING:
        dealing.deal(call, [seat])


def _tell_of_quorum(call: Call, at: datetime) -> None:
    """Mail procurement when a lot can have its quorum no more."""
    if not quorum.lost(call):
        return
    officers = (
        Person.select()
        .join(Grant)
        .where((Grant.role == Role.PROCUREMENT_OFFICER) & Person.disabled_at.is_null())
    )
    for person in officers.order_by(Person.email):
        facts = {"reference": call.reference, "title": call.title, "slug": call.slug}
        outbox.put_mail(person.email, "quorum_lost", person.language, at, **facts)
