"""The no-objection of a government to a recommended award: asked for, answered, or passed.

The request goes to the holder of the government's seat and freezes the award until it is
answered, in the portal or by letter, or until its date passes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.config import no_objection_days
from portal.db import atomic
from portal.domain.actions import Action, SeatKind
from portal.domain.call_rules_times import local_day
from portal.domain.call_terms import GovernmentPart
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import APPROVE_AWARD, CallState
from portal.domain.lifecycle_award import UNDECIDED
from portal.domain.lifecycle_seats import (
    AGREE_TO_AWARD,
    ANSWER_BY_LETTER,
    LET_OBJECTION_PASS,
    OBJECT_TO_AWARD,
    ObjectionState,
)
from portal.domain.policy import Actor, require
from portal.domain.working_days import moved
from portal.models import AwardRound, Call, ObjectionRequest, Person, Seat
from portal.services import award_grant, events, outbox, working_days
from portal.services.sending_back import NONE, send_back
from portal.services.steps import advance, found, fresh


@dataclass(frozen=True)
class Given:
    """A no-objection: the day it was given, by whom, and the reference of the letter."""

    on: date
    by: str
    reference: str


def is_asked(call: Call) -> bool:
    """Say whether the call asks for the government's no-objection at all."""
    return call.government_part is GovernmentPart.NO_OBJECTION


def request_of(call: Call) -> ObjectionRequest | None:
    """Return the request about the present recommendation with its seat, or None."""
    query = (
        ObjectionRequest.select(ObjectionRequest, Call, Seat, Person)
        .join(Call)
        .switch(ObjectionRequest)
        .join(Seat)
        .join(Person, on=Seat.person)
        .where(ObjectionRequest.call == call)
    )
    asked: ObjectionRequest | None = query.order_by(ObjectionRequest.asked_at.desc()).first()
    if asked is None or asked.state is ObjectionState.DROPPED:
        return None
    row = _last(call)
    return None if row is not None and asked.asked_at < row.made_at else asked


def is_missing(call: Call, at: datetime) -> bool:
    """Say whether the award is frozen: asked for, not given, and the date has not passed."""
    open_one = is_asked(call) and call.no_objection_on is None and waits(call)
    return open_one and not has_passed(call, at)


def waits(call: Call) -> bool:
    """Say whether a recommendation is on its way: the first one of a call, or a later one."""
    return call.state is CallState.RECOMMENDED or _later(call) is not None


def _later(call: Call) -> AwardRound | None:
    """Return the recommendation for a lot whose award fell away, while it is on its way."""
    if call.state is not CallState.AWARDED:
        return None
    row = _last(call)
    on_its_way = row is not None and row.state in UNDECIDED
    return row if row is not None and on_its_way and award_grant.winners(row) else None


def _last(call: Call) -> AwardRound | None:
    rounds = AwardRound.select().where(AwardRound.call == call)
    row: AwardRound | None = rounds.order_by(AwardRound.number.desc()).first()
    return row


def has_passed(call: Call, at: datetime) -> bool:
    """Say whether the last day on which the request could be answered is over."""
    asked = request_of(call)
    silent = {ObjectionState.OPEN, ObjectionState.PASSED}
    return (
        asked is not None and asked.state in silent and local_day(at, call.zone) > asked.due_on
    )


def ask(call: Call, at: datetime) -> None:
    """Ask the holder of the government's seat, when an award is recommended."""
    if not is_asked(call) or (seat := _seat(call)) is None:
        return
    works = working_days.calendar(call.centre.country)
    due = moved(local_day(at, call.zone), no_objection_days(), works)
    ObjectionRequest.create(call=call, seat=seat, asked_at=at, due_on=due)
    facts = {"reference": call.reference, "title": call.title, "slug": call.slug}
    person = seat.person
    outbox.put_mail(
        person.email, "objection", person.language, at, due=due.isoformat(), **facts
    )


def ask_anew(call: Call, at: datetime) -> None:
    """Ask about another recommendation; what was answered before holds for the first one."""
    if is_asked(call):
        Call.update(NONE).where(Call.id == call.id).execute()
        call.__data__.update(NONE)
        ask(call, at)


def _seat(call: Call) -> Seat | None:
    """Return the seat that is asked: the one that left for nobody and has no conflict."""
    asked = (Seat.call == call) & (Seat.kind == SeatKind.NO_OBJECTION)
    free = Seat.left_at.is_null() & (Seat.conflict == False)  # noqa: E712 - of peewee
    query = Seat.select(Seat, Person).join(Person, on=Seat.person)
    seat: Seat | None = query.where(asked & free).first()
    return seat


def agree(call: Call, by: Actor, at: datetime) -> None:
    """Answer in the portal that there is no objection; the award can then be approved."""
    require(by, Action.ANSWER_OBJECTION, call)
    _require_waiting(call)
    with atomic():
        asked = _open_request(call, at)
        advance(asked, AGREE_TO_AWARD, answered_at=at)
        _keep(call, Given(local_day(at, call.zone), by.name, ""))
        events.record(by, "call.no_objection", call, at)


def object_to(call: Call, reasons: str, by: Actor, at: datetime) -> None:
    """Answer with an objection and its reasons; the recommendation goes back."""
    require(by, Action.ANSWER_OBJECTION, call)
    _require_waiting(call)
    if not reasons.strip():
        raise RuleBroken("objection_reasons_missing", "reasons")
    with atomic():
        asked = _open_request(call, at)
        advance(asked, OBJECT_TO_AWARD, answered_at=at, reasons=reasons.strip())
        events.record(by, "call.objected", call, at)
        send_back(_round(call), reasons.strip(), by, at)


def _round(call: Call) -> AwardRound:
    """Return the recommendation that the government was asked about."""
    row = found(_last(call))
    row.call = call
    return row


def _require_waiting(call: Call) -> None:
    if not waits(call):
        raise WrongState(APPROVE_AWARD.name, call.state)


def _open_request(call: Call, at: datetime) -> ObjectionRequest:
    asked = request_of(call)
    if asked is None:
        raise RuleBroken("no_objection_unasked")
    if asked.state is not ObjectionState.OPEN:
        raise RuleBroken("no_objection_twice")
    if has_passed(call, at):
        raise RuleBroken("objection_passed", due=asked.due_on)
    return asked


def settle(call: Call, by: Actor, at: datetime) -> None:
    """Let the award go on, or refuse while it is frozen; record it when the date passed."""
    now = fresh(call)
    if is_missing(now, at):
        raise RuleBroken("no_objection_missing")
    asked = request_of(call)
    if is_asked(now) and now.no_objection_on is None and asked is not None:
        advance(asked, LET_OBJECTION_PASS)
        facts = {"due": asked.due_on.isoformat()}
        events.record(by, "call.no_objection_passed", call, at, **facts)


def record(call: Call, given: Given, by: Actor, at: datetime) -> None:
    """Record a no-objection that was given by letter, once."""
    require(by, Action.RECORD_OBJECTION, call)
    _require_waiting(call)
    _check(call, given, at)
    with atomic():
        _keep(call, given)
        asked = request_of(call)
        if asked is not None and asked.state is ObjectionState.OPEN:
            advance(asked, ANSWER_BY_LETTER, answered_at=at)
        events.record(by, "call.no_objection", call, at, on=given.on.isoformat())


def _keep(call: Call, given: Given) -> None:
    changes: dict[str, Any] = {
        "no_objection_on": given.on,
        "no_objection_by": given.by.strip(),
        "no_objection_reference": given.reference.strip(),
    }
    states = Call.state.in_([CallState.RECOMMENDED, CallState.AWARDED])
    open_one = (Call.id == call.id) & states & Call.no_objection_on.is_null()
    if Call.update(changes).where(open_one).execute() != 1:
        _refuse(call)
    AwardRound.update(changes).where(AwardRound.id == _round(call).id).execute()
    call.__data__.update(changes)


def _check(call: Call, given: Given, at: datetime) -> None:
    if not is_asked(call):
        raise RuleBroken("no_objection_unasked")
    if not given.by.strip() or not given.reference.strip():
        raise RuleBroken("no_objection_empty")
    if given.on > local_day(at, call.zone):
        raise RuleBroken("no_objection_ahead", "on")


def _refuse(call: Call) -> None:
    _require_waiting(fresh(call))
    raise RuleBroken("no_objection_twice")
