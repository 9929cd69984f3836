"""What observers have to say on a selection: it goes into the minutes, and decides nothing."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState
from portal.domain.policy import Actor, require
from portal.models import Call, ObserverComment, Person, Seat
from portal.services import events
from portal.services.declarations import seat_of

COMMENTABLE = frozenset(
    {CallState.OPENED, CallState.SCORING, CallState.RANKED, CallState.RECOMMENDED}
)


def observer_comments(call: Call) -> list[ObserverComment]:
    """Return the comments of a call's observers, the first one first, for the minutes."""
    query = (
        ObserverComment.select(ObserverComment, Seat, Person)
        .join(Seat)
        .join(Person, on=Seat.person)
        .where(ObserverComment.call == call)
    )
    return list(query.order_by(ObserverComment.made_at))


def observe(call: Call, text: str, by: Actor, at: datetime) -> ObserverComment:
    """Keep a comment for the minutes; it cannot be changed, only added to."""
    require(by, Action.OBSERVE, call)
    if call.state not in COMMENTABLE:
        raise RuleBroken("observation_untimely")
    if not text.strip():
        raise RuleBroken("observation_empty", "text")
    with atomic():
        seat = seat_of(call, by)
        row = ObserverComment.create(call=call, seat=seat, text=text.strip(), made_at=at)
        events.record(by, "call.observed", call, at)
    return row
