"""What the portal itself knows of a selection: the steps that minutes begin with."""

from collections.abc import Mapping, Sequence

from portal.domain.interests import Cause
from portal.domain.lifecycle import ProposalState
from portal.models import Call, Event, Seat
from portal.services import committee_seats, declarations, observing
from portal.services.opening import opened

STEPS = (
    "call.opened",
    "call.scoring_started",
    "call.scores_revealed",
    "call.prices_opened",
)
"""The events of a call that minutes tell with their moment, in the order they happen."""
CHANGES: Mapping[Cause, str] = {
    Cause.REPLACED: "call.member_replaced",
    Cause.CONFLICT: "call.alternate_stepped_in",
}
"""The event of a change of a seat, by its cause."""


def of(call: Call) -> Sequence[Mapping[str, object]]:
    """Return the steps of a selection with their moments and figures, as plain data.

    Among them who took whose seat and why, and what observers said for the minutes.
    """
    happened = Event.name.in_(STEPS) & (Event.subject_id == call.id)
    rows = Event.select().where(happened).order_by(Event.id)
    told = [
        {"step": each.name, "at": each.at.isoformat(), **_figures(call, each.name)}
        for each in rows
    ]
    return sorted([*told, *_seats(call), *_said(call)], key=lambda each: str(each["at"]))


def _seats(call: Call) -> list[Mapping[str, object]]:
    return [
        {
            "step": CHANGES[each.cause],
            "at": each.at.isoformat(),
            "out": each.out.name,
            "into": each.into.name,
            "lots": [lot.number for lot in each.lots],
            "reason": each.reason,
        }
        for each in committee_seats.replacements(call)
    ]


def _said(call: Call) -> list[Mapping[str, object]]:
    return [
        {
            "step": "call.observed",
            "at": each.made_at.isoformat(),
            "name": each.seat.person.name,
            "text": each.text,
        }
        for each in observing.observer_comments(call)
    ]


def _figures(call: Call, step: str) -> Mapping[str, int]:
    proposals = opened(call)
    if step == "call.opened":
        return {"received": len(proposals)}
    if step == "call.scoring_started":
        out = sum(each.state is ProposalState.INELIGIBLE for each in proposals)
        seats: list[Seat] = declarations.seats(call)
        conflicts = sum(each.conflict for each in seats)
        return {"eligible": len(proposals) - out, "excluded": out, "conflicts": conflicts}
    return {}
