"""The management committee of a jointly managed centre: members, meetings, decisions."""

from typing import TYPE_CHECKING

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
    UUIDField,
)

from portal.domain.agreements import JointSide
from portal.domain.lifecycle_meetings import DecisionState, MeetingState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.joint import CooperationAgreement
from portal.models.people import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from peewee import ModelSelect


class ManagementCommitteeMember(Record):
    """Who belongs to the management committee of a centre for a side, from and until when."""

    centre = ForeignKeyField(Centre, backref="+", on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    side = EnumField(JointSide)
    name = CharField(max_length=200)
    function = CharField(max_length=200)
    deputy = CharField(max_length=200, default="")
    chair = BooleanField(default=False)
    from_on = DateField()
    until_on = DateField(null=True)


class ManagementCommitteeMeeting(Record):
    """One meeting under an agreement, with the rules of that agreement as they were then.

    ``agenda`` holds items with ``title`` and ``minutes``; ``attendance`` who belonged to the
    committee that day, with ``key``, ``name``, ``function``, ``side`` and ``present``.
    """

    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    agreement = ForeignKeyField(CooperationAgreement, backref="+", on_delete="RESTRICT")
    state = EnumField(MeetingState, default=MeetingState.CONVENED, index=True)
    held_on = DateField()
    starts_at = CharField(max_length=5)
    place = CharField(max_length=300)
    agenda = DataField(default=list)
    attendance = DataField(default=list)
    quorum_iom = IntegerField()
    quorum_government = IntegerField()
    minutes_due_on = DateField()
    circulated_at = InstantField(null=True)
    agreed_at = InstantField(null=True)
    comment = TextField(default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        decisions: ModelSelect["MeetingDecision"]
        consents: ModelSelect["MinutesConsent"]

    class Meta:
        """Meetings are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def needed(self) -> "Mapping[JointSide, int]":
        """How many of each side have to be present."""
        return {
            JointSide.IOM: self.quorum_iom,
            JointSide.GOVERNMENT: self.quorum_government,
        }


class MeetingDecision(Record):
    """One decision of a meeting, and what became of it."""

    meeting = ForeignKeyField(
        ManagementCommitteeMeeting, backref="decisions", on_delete="CASCADE"
    )
    reference = CharField(max_length=70, unique=True)
    position = IntegerField()
    text = TextField()
    side = EnumField(JointSide)
    function = CharField(max_length=200)
    due_on = DateField()
    state = EnumField(DecisionState, default=DecisionState.OPEN, index=True)
    reason = TextField(default="")
    settled_on = DateField(null=True)


class MinutesConsent(Record):
    """That one side agrees to the minutes, over the hash of what they say."""

    meeting = ForeignKeyField(
        ManagementCommitteeMeeting, backref="consents", on_delete="CASCADE"
    )
    side = EnumField(JointSide)
    name = CharField(max_length=200)
    function = CharField(max_length=200)
    given_on = DateField()
    scan_reference = CharField(max_length=200, default="")
    fingerprint = CharField(max_length=64)
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()

    class Meta:
        """A side agrees to the same minutes once."""

        indexes = ((("meeting", "side"), True),)
