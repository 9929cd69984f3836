"""The seats of a committee: who sits, who left, and who took over from whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.interests import Cause
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, Lot, Person, Seat, SeatReplacement
from portal.services import call_judging, call_ties, dealing, events, outbox
from portal.services.dealing import Void
from portal.services.steps import found, fresh

REPLACEABLE = frozenset({CallState.PUBLISHED, CallState.OPENED, CallState.SCORING})
IN_DRAFT = frozenset({CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED})
_CARRIED = ("kind", "chair", "government", "reads_proposals")


@dataclass(frozen=True)
class Successor:
    """Who takes a seat over and why, with the letter that appoints them."""

    person: UUID | None
    reason: str
    institution: str = ""
    appointment: str = ""
    appointed_on: date | None = None


@dataclass(frozen=True)
class Replacement:
    """One change of a seat, for the minutes: who left it, who took it, for which lots, why.

    No lots means the whole call; nobody decided on an alternate who stepped in.
    """

    cause: Cause
    out: Person
    into: Person
    lots: list[Lot]
    reason: str
    decided_by: Person | None
    at: datetime


def everyone(call: Call) -> list[Seat]:
    """Return every seat that a call ever had, the chair first, then by name."""
    alternate = Person.alias()
    query = (
        Seat.select(Seat, Person, alternate)
        .join(Person, on=Seat.person)
        .switch(Seat)
        .left_outer_join(alternate, on=Seat.alternate, attr="alternate")
        .where(Seat.call == call)
    )
    return list(query.order_by(Seat.chair.desc(), Seat.government, Person.name))


def standing(call: Call) -> list[Seat]:
    """Return the seats whose holders did not leave, the chair first, then by name."""
    return [each for each in everyone(call) if each.left_at is None]


def by_id(seat_id: UUID) -> Seat:
    """Return a seat with its call and person, or refuse."""
    query = Seat.select(Seat, Call, Person).join(Call).switch(Seat).join(Person, on=Seat.person)
    seat: Seat | None = query.where(Seat.id == seat_id).first()
    return found(seat)


def replacements(call: Call) -> list[Replacement]:
    """Return who left a seat and who took it, the first change first, for the minutes."""
    people = {each.id: each.person for each in everyone(call)}
    lots = {str(each.id): each for each in Lot.select().where(Lot.call == call)}
    rows = SeatReplacement.select().where(SeatReplacement.call == call)
    return [
        Replacement(
            row.cause,
            people[row.out_id],
            people[row.into_id],
            [lots[each] for each in row.lots if each in lots],
            row.reason,
            row.decided_by,
            row.at,
        )
        for row in rows.order_by(SeatReplacement.at)
    ]


def candidates(call: Call) -> list[Person]:
    """Return who could take a seat: able to hold one, with none on this call, by name."""
    seated = {each.person_id for each in everyone(call)}
    return [each for each in call_judging.seat_holders() if each.id not in seated]


def replace(seat: Seat, by_whom: Successor, by: Actor, at: datetime) -> Seat:
    """Let somebody else take a seat, minuted with its reason; who leaves loses all access.

    Scorecards of who leaves are kept and count no more; the new member gets own ones.
    """
    call = seat.call
    require(by, Action.REPLACE_MEMBER, call)
    _require_time(call)
    person = _able(call, by_whom)
    with atomic():
        _leave(seat, at)
        made = Seat.create(call=call, person=person, **_place(seat, by_whom))
        minute(Cause.REPLACED, seat, made, at, reason=by_whom.reason, decided_by=by.person_id)
        dealing.void(fresh(seat), Void(Cause.REPLACED, by_whom.reason.strip()), by, at)
        events.record(by, "call.member_replaced", call, at)
        tell_seated(made, at)
    return made


def _require_time(call: Call) -> None:
    if call.state in IN_DRAFT:
        raise RuleBroken("replacement_in_draft")
    if call.state not in REPLACEABLE:
        raise RuleBroken("replacement_too_late")


def _able(call: Call, by_whom: Successor) -> Person:
    free = {each.id: each for each in candidates(call)}
    if by_whom.person is None or by_whom.person not in free:
        raise RuleBroken("successor_missing", "person")
    person = free[by_whom.person]
    if call_ties.tied([person]):
        raise RuleBroken("member_of_partner", "person", name=person.name)
    if not by_whom.reason.strip():
        raise RuleBroken("replacement_reason_missing", "reason")
    return person


def _leave(seat: Seat, at: datetime) -> None:
    left = Seat.update(left_at=at).where((Seat.id == seat.id) & Seat.left_at.is_null())
    if left.execute() != 1:
        raise WrongState("replace_member", "left")


def _place(seat: Seat, by_whom: Successor) -> dict[str, Any]:
    return {
        **{name: getattr(seat, name) for name in _CARRIED},
        "institution": by_whom.institution.strip() or seat.institution,
        "appointment": by_whom.appointment.strip(),
        "appointed_on": by_whom.appointed_on,
        "alternate": seat.alternate_id if seat.alternate_id != by_whom.person else None,
    }


def minute(cause: Cause, out: Seat, into: Seat, at: datetime, **more: Any) -> None:  # noqa: ANN401 - columns
    """Keep who left a seat and who took it, for the minutes."""
    row = {"call": out.call_id, "cause": cause, "out": out, "into": into, "at": at}
    SeatReplacement.create(**row, **{**more, "reason": more.get("reason", "").strip()})


def tell_seated(seat: Seat, at: datetime) -> None:
    """Mail somebody that they now sit on the committee of a call, and declare first."""
    person, call = Person.get_by_id(seat.person_id), Call.get_by_id(seat.call_id)
    facts = {"reference": call.reference, "title": call.title, "slug": call.slug}
    outbox.put_mail(person.email, "seat_taken", person.language, at, **facts)
