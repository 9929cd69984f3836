"""Whom a call is for when it is not open to all, and the concept notes of partners."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.call_kinds import DirectReason
from portal.domain.lifecycle import ConceptState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class Invitation(Record):
    """A partner that may read a call by invitation and propose for it."""

    call = ForeignKeyField(Call, backref="invitations", on_delete="CASCADE")
    partner = ForeignKeyField(Partner, backref="invitations", on_delete="RESTRICT")
    invited_at = InstantField()
    mailed_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        partner_id: UUID

    class Meta:
        """A partner is invited once to a call."""

        indexes = ((("call", "partner"), True),)


class ConceptNote(Record):
    """What a partner offers to do without having been asked."""

    reference = CharField(max_length=40, null=True, unique=True)
    partner = ForeignKeyField(Partner, backref="concepts", on_delete="RESTRICT")
    state = EnumField(ConceptState, default=ConceptState.DRAFT)
    title = CharField(max_length=300)
    country = CharField(max_length=2, default="")
    city = CharField(max_length=120, default="")
    problem = TextField(default="")
    approach = TextField(default="")
    services = DataField(default=list)
    amount = AmountField(null=True)
    currency = CharField(max_length=3, default="")
    months = IntegerField(null=True)
    language = CharField(max_length=2, default="en")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField(default=1)
    created_at = InstantField()
    sent_at = InstantField(null=True, index=True)
    answer = TextField(default="")
    answered_at = InstantField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    call = ForeignKeyField(Call, null=True, backref="concepts", on_delete="SET NULL")
    if TYPE_CHECKING:
        author_id: UUID
        partner_id: UUID
        call_id: UUID | None


class DirectSelection(Record):
    """Why one partner is chosen without competition, on what evidence, approved by whom."""

    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    reason = EnumField(DirectReason, null=True)
    text = TextField(default="")
    evidence = TextField(default="")
    approved_at = InstantField(null=True)
    approved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
