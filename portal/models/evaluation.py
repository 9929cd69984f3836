"""What is agreed after the reveal, and what an evaluation was computed from."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.models.base import InstantField, Record
from portal.models.calls import Call, Criterion, Seat
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Moderation(Record):
    """What the committee agreed on one criterion of one proposal.

    ``value`` stands in the place of the members' mean; none leaves the scores as they are.
    """

    proposal = ForeignKeyField(Proposal, backref="moderations", on_delete="RESTRICT")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    value = IntegerField(null=True)
    reason = TextField()
    version = IntegerField(default=1)
    settled_at = InstantField()
    settled_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
        criterion_id: UUID
        dissents: ModelSelect["Dissent"]

    class Meta:
        """One for a criterion of a proposal."""

        indexes = ((("proposal", "criterion"), True),)


class Dissent(Record):
    """The words of a member who does not share what was agreed."""

    moderation = ForeignKeyField(Moderation, backref="dissents", on_delete="CASCADE")
    seat = ForeignKeyField(Seat, on_delete="RESTRICT")
    text = TextField()
    made_at = InstantField()
    if TYPE_CHECKING:
        moderation_id: UUID
        seat_id: UUID

    class Meta:
        """One for a member."""

        indexes = ((("moderation", "seat"), True),)


class FrozenEvaluation(Record):
    """The inputs of a recommended call's result, as canonical JSON, with their SHA-256."""

    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    inputs = TextField()
    fingerprint = CharField(max_length=64)
    frozen_at = InstantField()
