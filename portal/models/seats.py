"""What happens to the seats of a committee: declarations, replacements, comments, requests."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.interests import Cause
from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_seats import ObjectionState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.calls import Call, Seat
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class SeatDeclaration(Record):
    """What the holder of a seat declared on each proposing partner; every one is kept.

    ``answers`` says by the key of the partner if there is a conflict. ``undertaking`` is the
    version of the text on confidentiality that was agreed to.
    """

    call = ForeignKeyField(Call, backref="declarations", on_delete="CASCADE")
    seat = ForeignKeyField(Seat, backref="declarations", on_delete="CASCADE")
    number = IntegerField()
    answers = DataField(default=dict)
    text = TextField(default="")
    undertaking = CharField(max_length=20)
    whole = BooleanField(default=False)
    lots_shut = DataField(default=list)
    made_at = InstantField()
    if TYPE_CHECKING:
        call_id: UUID
        seat_id: UUID

    class Meta:
        """Declarations are numbered within their call."""

        indexes = ((("call", "number"), True),)

    @property
    def person_id(self) -> "UUID":
        """Who declared."""
        return self.seat.person_id


class AppointmentLetter(Record):
    """The letter by which somebody was appointed to a seat; the last one added counts."""

    seat = ForeignKeyField(Seat, backref="letters", on_delete="CASCADE")
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    added_at = InstantField()
    if TYPE_CHECKING:
        seat_id: UUID


class SeatReplacement(Record):
    """Who left a seat and who took it, for the minutes.

    ``lots`` holds the keys of the lots that it is for; none means the whole call. Nobody
    decided on an alternate who steps in: the call had named them.
    """

    call = ForeignKeyField(Call, backref="replacements", on_delete="CASCADE")
    cause = EnumField(Cause)
    out = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
    into = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
    lots = DataField(default=list)
    reason = TextField(default="")
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    at = InstantField()
    if TYPE_CHECKING:
        out_id: UUID
        into_id: UUID
        decided_by_id: UUID | None


class ObserverComment(Record):
    """What an observer has to say on the selection; it goes into the minutes as it is."""

    call = ForeignKeyField(Call, backref="observer_comments", on_delete="CASCADE")
    seat = ForeignKeyField(Seat, backref="comments", on_delete="CASCADE")
    text = TextField()
    made_at = InstantField()


class ObjectionRequest(Record):
    """The request to a government to say if it objects to a recommended award.

    ``due_on`` is the last day, in the zone of the call, on which it can be answered.
    """

    call = ForeignKeyField(Call, backref="objection_requests", on_delete="CASCADE")
    seat = ForeignKeyField(Seat, backref="objection_requests", on_delete="CASCADE")
    state = EnumField(ObjectionState, default=ObjectionState.OPEN)
    asked_at = InstantField()
    due_on = DateField()
    answered_at = InstantField(null=True)
    reasons = TextField(default="")
    if TYPE_CHECKING:
        call_id: UUID
        seat_id: UUID

    @property
    def call_state(self) -> CallState:
        """The state of its call."""
        return self.call.state
