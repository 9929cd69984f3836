"""What a member of a committee keeps at the scoring desk: notes, and the pack of a lot."""

from typing import TYPE_CHECKING

from peewee import ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState
from portal.models.base import InstantField, Record
from portal.models.calls import Lot, Seat
from portal.models.committee import Scorecard

if TYPE_CHECKING:
    from uuid import UUID


class CardNote(Record):
    """A member's notes to themselves beside one scorecard: nobody else ever reads them."""

    scorecard = ForeignKeyField(Scorecard, backref="notes", unique=True, on_delete="CASCADE")
    text = TextField()
    version = IntegerField(default=1)
    saved_at = InstantField()


class ScoringPack(Record):
    """That a member asked for the proposals of a lot as one PDF; its document hangs on it."""

    seat = ForeignKeyField(Seat, backref="packs", on_delete="CASCADE")
    lot = ForeignKeyField(Lot, on_delete="CASCADE")
    asked_at = InstantField()
    if TYPE_CHECKING:
        lot_id: UUID

    class Meta:
        """One pack for a member and a lot."""

        indexes = ((("seat", "lot"), True),)

    @property
    def call_id(self) -> "UUID":
        """The call it belongs to."""
        return self.seat.call_id

    @property
    def call_state(self) -> CallState:
        """The state of that call."""
        return self.seat.call.state

    @property
    def person_id(self) -> "UUID":
        """Whose pack it is."""
        return self.seat.person_id
