"""Whether enough members with a vote are free of a conflict, in the call and in each lot."""

from dataclasses import dataclass
from uuid import UUID

from portal.domain.actions import SeatKind
from portal.domain.errors import RuleBroken, RulesBroken
from portal.models import Call, Lot, Seat
from portal.services import committee_seats
from portal.services.dealing import free_for


@dataclass(frozen=True)
class Quorum:
    """The votes of one lot: how many are there, can still be there, and are needed."""

    lot: Lot
    present: int
    possible: int
    needed: int

    @property
    def holds(self) -> bool:
        """Whether enough members have declared and are free of a conflict."""
        return self.present >= self.needed

    @property
    def lost(self) -> bool:
        """Whether not even those who have not declared yet can make it up."""
        return self.possible < self.needed


def needed(call: Call) -> int:
    """Return how many votes the call asks for, as it was published."""
    return call.quorum


def present(call: Call) -> int:
    """Return how many members with a vote have declared and are free in some lot."""
    seats = committee_seats.standing(call)
    return sum(_is_there(each) for each in seats)


def _is_there(seat: Seat) -> bool:
    return seat.kind is SeatKind.VOTING and seat.declared_at is not None and not seat.conflict


def holds(call: Call) -> bool:
    """Say whether the call and each of its lots has its quorum."""
    return present(call) >= needed(call) and all(each.holds for each in by_lot(call))


def by_lot(call: Call) -> list[Quorum]:
    """Return the quorum of each lot that stands, by its number."""
    seats = [each for each in committee_seats.standing(call) if each.kind is SeatKind.VOTING]
    lots = Lot.select().where((Lot.call == call) & Lot.withdrawn_at.is_null())
    return [
        Quorum(
            lot,
            sum(free_for(seat, lot.id) for seat in seats),
            sum(_is_possible(seat, lot.id) for seat in seats),
            needed(call),
        )
        for lot in lots.order_by(Lot.number)
    ]


def _is_possible(seat: Seat, lot_id: UUID) -> bool:
    return not seat.conflict and str(lot_id) not in seat.lots_shut


def lost(call: Call) -> list[Quorum]:
    """Return the lots that can have no quorum any more unless somebody else takes a seat."""
    return [each for each in by_lot(call) if each.lost]


def broken(call: Call, only: UUID | None = None) -> list[RuleBroken]:
    """Return what stands against going on: each lot, or one of them, without its quorum."""
    return [
        RuleBroken(
            "too_few_votes",
            "",
            lot=each.lot.number,
            count=each.present,
            needed=each.needed,
        )
        for each in by_lot(call)
        if not each.holds and only in {None, each.lot.id}
    ]


def require(call: Call, only: UUID | None = None) -> None:
    """Refuse to go on while a lot has no quorum: any, or the one with this key."""
    if found := broken(call, only):
        raise RulesBroken(found)
