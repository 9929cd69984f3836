"""Rules of the policy about minutes, approvals and reviews of an award."""

from portal.domain.actor import Thing, Who
from portal.domain.lifecycle import DECIDED_CALL_STATES, CallState

RECOMMENDED_CALL_STATES = DECIDED_CALL_STATES | {CallState.RECOMMENDED}


def was_ranked(_actor: Who, thing: Thing) -> bool:
    """Allow once every lot of the call is ranked."""
    return thing.call_state in RECOMMENDED_CALL_STATES | {CallState.RANKED}


def was_recommended(_actor: Who, thing: Thing) -> bool:
    """Allow once the committee has recommended, and after the decision."""
    return thing.call_state in RECOMMENDED_CALL_STATES


def keeps_minutes(actor: Who, thing: Thing) -> bool:
    """Allow the chair and the secretary of the call's committee."""
    seat = actor.seats.get(thing.call_id)
    sits = seat is not None and not seat.left
    return sits and (seat.chair or seat.kind.value == "secretary")


def signs_minutes(actor: Who, minutes: Thing) -> bool:
    """Allow those who were present at the meeting and have to sign its minutes."""
    return actor.person_id is not None and actor.person_id in minutes.signers


def not_who_recommended(actor: Who, award: Thing) -> bool:
    """Ask for another person than the one who handed the recommendation over."""
    return bool(actor.person_id != award.made_by_id)


def not_who_approved(actor: Who, award: Thing) -> bool:
    """Ask for another person than the one who approved first."""
    return award.approver_id is not None and actor.person_id != award.approver_id


def holds_no_seat(actor: Who, thing: Thing) -> bool:
    """Shut out everybody who has, or had, a seat on the call's committee."""
    return thing.call_id not in actor.seats


def named_reviewer(actor: Who, review: Thing) -> bool:
    """Allow the person who was named to decide the review."""
    return actor.person_id is not None and actor.person_id == review.reviewer_id
