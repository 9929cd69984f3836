"""From the committee's minutes to the award: who agreed, reviewed and approved, and why."""

from typing import TYPE_CHECKING
from uuid import UUID

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import (
    AwardState,
    MinutesState,
)
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from peewee import ModelSelect


class Minutes(Record):
    """The minutes of the committee of a call, in the edition that counts when it is the last.

    ``attendance`` names each seat with its part, ``decisions`` what was decided by lot with
    the votes by person, ``procedure`` what the portal knows of the procedure.
    """

    call = ForeignKeyField(Call, backref="minutes", on_delete="CASCADE")
    edition = IntegerField()
    state = EnumField(MinutesState, default=MinutesState.DRAFT)
    held_on = DateField()
    place = CharField(max_length=200, default="")
    agenda = TextField(default="")
    government = TextField(default="")
    attendance = DataField(default=list)
    decisions = DataField(default=list)
    procedure = DataField(default=list)
    version = IntegerField(default=1)
    drafted_by = ForeignKeyField(Person, on_delete="RESTRICT")
    drafted_at = InstantField()
    offered_at = InstantField(null=True)
    signed_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        signatures: ModelSelect["MinutesSignature"]

    class Meta:
        """Editions are numbered within their call."""

        indexes = ((("call", "edition"), True),)

    @property
    def call_state(self) -> CallState:
        """The state of the call."""
        return self.call.state

    @property
    def signers(self) -> frozenset[UUID]:
        """Who was present and has to sign: members with a vote, chair and secretary."""
        return frozenset(
            UUID(each["person"])
            for each in self.attendance
            if each["present"] and each["signs"]
        )


class MinutesSignature(Record):
    """Who signed the minutes, over which fingerprint of them, and with which dissent."""

    minutes = ForeignKeyField(Minutes, backref="signatures", on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    dissent = TextField(default="")
    signed_at = InstantField()
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """Everybody signs once."""

        indexes = ((("minutes", "person"), True),)


class AwardRound(Record):
    """One recommendation on its way to the award, with who took each step of it.

    ``choices`` hold what was recommended by lot; ``amount`` is their sum in the currency of
    the call. ``letters_at`` is the minute at which the letters left. The no-objection is that
    of a government to this recommendation.
    """

    call = ForeignKeyField(Call, backref="award_rounds", on_delete="CASCADE")
    number = IntegerField()
    state = EnumField(AwardState, default=AwardState.RECOMMENDED)
    cause = CharField(max_length=20, default="first")
    choices = DataField(default=list)
    amount = AmountField(default=0)
    minutes = ForeignKeyField(Minutes, null=True, on_delete="RESTRICT")
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    reviewer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reviewed_at = InstantField(null=True)
    review_note = TextField(default="")
    approver = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    second = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    second_at = InstantField(null=True)
    comment = TextField(default="")
    ended_at = InstantField(null=True)
    letters_at = InstantField(null=True)
    no_objection_on = DateField(null=True)
    no_objection_by = CharField(max_length=200, default="")
    no_objection_reference = CharField(max_length=200, default="")
    if TYPE_CHECKING:
        call_id: UUID
        made_by_id: UUID
        reviewer_id: UUID | None
        approver_id: UUID | None
        second_id: UUID | None
        minutes_id: UUID | None

    class Meta:
        """Rounds are numbered within their call."""

        indexes = ((("call", "number"), True),)

    @property
    def call_state(self) -> CallState:
        """The state of the call."""
        return self.call.state

    @property
    def ended_or_granted(self) -> bool:
        """Whether letters are due: the award is approved, or the call ended without one."""
        return self.state in (AwardState.APPROVED, AwardState.FAILED)


class Appraisal(Record):
    """What the committee tells a partner of its proposal: strengths and weaknesses."""

    proposal = ForeignKeyField(Proposal, unique=True, backref="appraisals", on_delete="CASCADE")
    strengths = TextField(default="")
    weaknesses = TextField(default="")
    version = IntegerField(default=1)
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    saved_at = InstantField()
    if TYPE_CHECKING:
        proposal_id: UUID
