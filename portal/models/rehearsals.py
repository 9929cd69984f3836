"""Rehearsals of an opening: a trial key, its shares and trial envelopes, kept apart."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.models.base import DataField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person
from portal.models.sealing import PersonKey

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Rehearsal(Record):
    """One rehearsal of a call's opening; it is thrown away when it is over.

    ``envelopes`` lists the trial envelopes: name, key, SHA-256, and what came of each.
    """

    call = ForeignKeyField(Call, unique=True, backref="rehearsals", on_delete="CASCADE")
    public = CharField(max_length=64)
    threshold = IntegerField()
    envelopes = DataField(default=list)
    started_by = ForeignKeyField(Person, on_delete="RESTRICT")
    started_at = InstantField()
    opened_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        shares: ModelSelect["RehearsalShare"]


class RehearsalShare(Record):
    """A share of a rehearsal's key, sealed to the holder's own key as a real one is.

    ``given`` holds its words, locked for the minutes in which they count.
    """

    rehearsal = ForeignKeyField(Rehearsal, backref="shares", on_delete="CASCADE")
    position = IntegerField()
    holder = ForeignKeyField(Person, on_delete="RESTRICT")
    person_key = ForeignKeyField(PersonKey, on_delete="RESTRICT")
    escrow = IntegerField(default=0)
    box = TextField()
    given = TextField(default="")
    given_at = InstantField(null=True)
    expires_at = InstantField(null=True)
    signed_at = InstantField(null=True)
    if TYPE_CHECKING:
        holder_id: UUID
        person_key_id: UUID

    class Meta:
        """Shares are numbered within their rehearsal."""

        indexes = ((("rehearsal", "position"), True),)
