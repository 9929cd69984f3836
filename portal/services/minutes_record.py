"""What the portal itself knows of a selection: the steps that minutes begin with."""

from collections.abc import Mapping, Sequence

from portal.domain.lifecycle import ProposalState
from portal.models import Call, Event, Seat
from portal.services import declarations
from portal.services.opening import opened

STEPS = (
    "call.opened",
    "call.scoring_started",
    "call.scores_revealed",
    "call.prices_opened",
)
"""The events of a call that minutes tell with their moment, in the order they happen."""


def of(call: Call) -> Sequence[Mapping[str, object]]:
    """Return the steps of a selection with their moments and figures, as plain data."""
    happened = Event.name.in_(STEPS) & (Event.subject_id == call.id)
    rows = Event.select().where(happened).order_by(Event.id)
    return [
        {"step": each.name, "at": each.at.isoformat(), **_figures(call, each.name)}
        for each in rows
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
