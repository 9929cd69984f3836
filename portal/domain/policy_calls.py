"""Rules of the policy about where a call stands: public, opened, revealed, awarded."""

from portal.domain.actor import Thing, Who
from portal.domain.call_kinds import CallKind
from portal.domain.lifecycle import (
    DECIDED_CALL_STATES,
    NEVER_OPENED,
    PUBLIC_CALL_STATES,
    REVEALED_CALL_STATES,
    UNSEALED_CALL_STATES,
    CallState,
)


def call_is_public(_actor: Who, call: Thing) -> bool:
    """Allow once the call has been published, also when it was cancelled after that."""
    was = call.state is CallState.CANCELLED and call.published_at is not None
    return was or call.state in PUBLIC_CALL_STATES


def call_is_open_to(actor: Who, call: Thing) -> bool:
    """Allow everyone on an open call; on the others only people of an invited partner."""
    return call.kind is CallKind.OPEN or call.call_id in actor.invited


def call_is_awarded(_actor: Who, thing: Thing) -> bool:
    """Allow once the award has been approved, or the call ended without one."""
    return thing.call_state in DECIDED_CALL_STATES


def unsealed(_actor: Who, thing: Thing) -> bool:
    """Allow only after the opening of the call's proposals, and never a draft or withdrawn one.

    What was opened stays open when the call is cancelled later; what was not stays sealed.
    """
    opened = thing.call_state in UNSEALED_CALL_STATES or _cancelled_after_opening(thing)
    return opened and getattr(thing, "state", None) not in NEVER_OPENED


def _cancelled_after_opening(thing: Thing) -> bool:
    call: Thing = getattr(thing, "call", thing)
    return thing.call_state is CallState.CANCELLED and call.opened_at is not None


def revealed(_actor: Who, call: Thing) -> bool:
    """Allow only after the chair revealed all lots, or one: then that lot can be seen."""
    some = call.call_state is CallState.SCORING and call.revealed_lots > 0
    return some or call.call_state in REVEALED_CALL_STATES


def lot_revealed(_actor: Who, scorecard: Thing) -> bool:
    """Allow only after the chair revealed the scores of the lot that a scorecard belongs to."""
    shown = scorecard.call_state is CallState.SCORING and scorecard.lot_is_revealed
    return shown or scorecard.call_state in REVEALED_CALL_STATES
