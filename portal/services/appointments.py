"""Letters of appointment to the seats of a committee, kept as files."""

from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.policy import Actor, require
from portal.models import AppointmentLetter, Call, Seat
from portal.services import events
from portal.services.file_checks import Limits, Upload, stored, taken_at_once
from portal.services.steps import found


def of_call(call: Call) -> dict[UUID, AppointmentLetter]:
    """Return the letter that counts for each seat that has one, by the key of the seat."""
    letters = AppointmentLetter.select().join(Seat).where(Seat.call == call)
    return {each.seat_id: each for each in letters.order_by(AppointmentLetter.added_at)}


def one(call: Call, letter_id: UUID) -> AppointmentLetter:
    """Return a letter of this call's committee, or refuse with ``NotFound``."""
    query = AppointmentLetter.select().join(Seat).where(Seat.call == call)
    row: AppointmentLetter | None = query.where(AppointmentLetter.id == letter_id).first()
    return found(row)


def add(seat: Seat, upload: Upload, limits: Limits, by: Actor, at: datetime) -> None:
    """Keep the letter of appointment of a seat; what was kept before stays in the file."""
    require(by, Action.KEEP_APPOINTMENT, seat.call)
    kept = taken_at_once(upload, limits)
    with atomic():
        made = AppointmentLetter.create(
            seat=seat,
            title=upload.title,
            **stored("appointments", upload, kept),
            added_by=by.person_id,
            added_at=at,
        )
        facts = {"sha256": made.sha256}
        events.record(by, "call.appointment_kept", seat.call, at, **facts)
