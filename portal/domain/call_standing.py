"""Where a call stands as its readers are told: its state, and what time has made of it."""

from datetime import datetime
from enum import StrEnum

from portal.domain.lifecycle import CallState


class CallStanding(StrEnum):
    """What time makes of a state: a deadline that has passed, a publication that is planned."""

    CLOSED = "closed"
    PLANNED = "planned"


def standing(
    state: CallState, deadline: datetime | None, planned: datetime | None, at: datetime
) -> CallState | CallStanding:
    """Return the state of a call, or that it is closed by its deadline or planned."""
    if state is CallState.PUBLISHED and deadline is not None and deadline <= at:
        return CallStanding.CLOSED
    if state is CallState.APPROVED and planned is not None:
        return CallStanding.PLANNED
    return state
