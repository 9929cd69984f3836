"""Alternates: who steps in when the holder of a seat has a conflict of interest."""

from datetime import datetime

from portal.domain.interests import Cause
from portal.domain.policy import Actor
from portal.models import Call, Lot, Seat, SeatDeclaration, SeatReplacement
from portal.services import committee_seats, events

_CARRIED = ("kind", "chair", "government", "reads_proposals", "institution")


def step_in(seat: Seat, by: Actor, at: datetime) -> Seat | None:
    """Give the alternate of a seat the lots that a conflict shut to its holder.

    Return the alternate's own seat, or None where none is named or they sit there already.
    The alternate declares like everybody else before anything is open to them.
    """
    if seat.alternate_id is None:
        return None
    lots = {str(each.id) for each in Lot.select(Lot.id).where(Lot.call == seat.call_id)}
    away = lots if seat.conflict else lots & set(seat.lots_shut)
    theirs = _theirs(seat)
    if theirs is None and _sits(seat):
        return None
    before = lots - set(theirs.lots_shut) if theirs else set()
    into = _widened(theirs, lots - away) if theirs else _seated(seat, sorted(lots - away))
    new = [] if seat.conflict else sorted(away - before)
    committee_seats.minute(Cause.CONFLICT, seat, into, at, lots=new)
    events.record(by, "call.alternate_stepped_in", seat.call, at, lots=len(away))
    committee_seats.tell_seated(into, at)
    return into


def _theirs(seat: Seat) -> Seat | None:
    """Return the seat that the alternate took for some lots before."""
    taken = SeatReplacement.select(SeatReplacement.into).where(SeatReplacement.out == seat)
    mine = Seat.id.in_(taken) & (Seat.person == seat.alternate_id)
    found: Seat | None = Seat.select(Seat, Call).join(Call).where(mine).first()
    return found


def _sits(seat: Seat) -> bool:
    same = (Seat.call == seat.call_id) & (Seat.person == seat.alternate_id)
    return Seat.select().where(same).exists()


def _seated(seat: Seat, shut: list[str]) -> Seat:
    return Seat.create(
        call=seat.call_id,
        person=seat.alternate_id,
        lots_shut=shut,
        **{name: getattr(seat, name) for name in _CARRIED},
    )


def _widened(theirs: Seat, still: set[str]) -> Seat:
    """Open further lots to an alternate, but for those that their own conflicts shut."""
    said = SeatDeclaration.select().where(SeatDeclaration.seat == theirs)
    own = {lot for each in said for lot in each.lots_shut}
    theirs.lots_shut = sorted(still | own)
    theirs.save(only=[Seat.lots_shut])
    return theirs
