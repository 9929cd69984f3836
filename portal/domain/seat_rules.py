"""What a seat on the committee of a call allows, and what a conflict of interest shuts."""

from portal.domain.actions import SeatKind
from portal.domain.actor import Actor, Rule, SeatFacts, Thing
from portal.domain.lifecycle import CallState


def _seat(actor: Actor, thing: Thing) -> SeatFacts | None:
    seat = actor.seats.get(thing.call_id)
    return None if seat is None or seat.left else seat


def _is_shut(actor: Actor, thing: Thing) -> bool:
    """Say whether a conflict of interest shuts a record: all of its call, or its lot.

    Every rule on content asks here. It holds also for somebody who left the committee.
    """
    seat = actor.seats.get(thing.call_id)
    return seat is not None and (seat.conflict or getattr(thing, "lot_id", None) in seat.shut)


def holds_seat(actor: Actor, thing: Thing) -> bool:
    """Allow people with a seat on the call's committee."""
    return _seat(actor, thing) is not None


def _holds(*kinds: SeatKind) -> Rule:
    def rule(actor: Actor, thing: Thing) -> bool:
        seat = _seat(actor, thing)
        return seat is not None and seat.kind in kinds

    rule.__name__ = "_or_".join(f"holds_{each}_seat" for each in kinds)
    return rule


holds_voting_seat = _holds(SeatKind.VOTING)
holds_observer_seat = _holds(SeatKind.OBSERVER)
holds_no_objection_seat = _holds(SeatKind.NO_OBJECTION)


def holds_the_chair(actor: Actor, thing: Thing) -> bool:
    """Allow the chair of the call's committee, and who steps in for them."""
    seat = _seat(actor, thing)
    return seat is not None and seat.chair


def reads_proposals(actor: Actor, thing: Thing) -> bool:
    """Allow members, the secretary, and an observer where the call lets them read.

    The seat that is asked for its no-objection reads the result, not the proposals.
    """
    seat = _seat(actor, thing)
    return seat is not None and seat.reads and seat.kind is not SeatKind.NO_OBJECTION


def result_is_theirs(actor: Actor, thing: Thing) -> bool:
    """Show the seat that is asked for its no-objection a result once it is recommended."""
    seat = _seat(actor, thing)
    told = thing.call_state in {CallState.RECOMMENDED, CallState.AWARDED}
    return seat is not None and (told or seat.kind is not SeatKind.NO_OBJECTION)


def declared_no_conflict(actor: Actor, thing: Thing) -> bool:
    """Allow a seat whose holder has declared, and declared no conflict that shuts this."""
    seat = _seat(actor, thing)
    return seat is not None and seat.declared and not _is_shut(actor, thing)


def no_conflict_declared(actor: Actor, thing: Thing) -> bool:
    """Shut out anyone whose conflict of interest shuts this, whatever their role."""
    return not _is_shut(actor, thing)


def no_lot_shut(actor: Actor, thing: Thing) -> bool:
    """Shut out of what tells of all lots together whoever has a conflict with one of them."""
    seat = actor.seats.get(thing.call_id)
    return seat is None or not (seat.conflict or seat.shut)


def own_seat(actor: Actor, thing: Thing) -> bool:
    """Allow the person whose seat the record belongs to."""
    return actor.person_id is not None and actor.person_id == thing.person_id
