"""Cooperation agreements on jointly managed centres: a row a version, with its parts."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField, UUIDField

from portal.domain.agreements import Chairing, Ending, JointSide, Rules
from portal.domain.lifecycle_joint import AgreementState
from portal.models.base import AmountField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class CooperationAgreement(Record):
    """One version of the agreement by which a centre is managed jointly.

    ``amends`` is the version that was running when this one was begun.
    """

    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    amends = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(AgreementState, default=AgreementState.DRAFT, index=True)
    language = CharField(max_length=2)
    purpose = TextField(default="")
    premises = TextField(default="")
    premises_owner = TextField(default="")
    assets = TextField(default="")
    starts_on = DateField(null=True)
    ends_on = DateField(null=True)
    renewal = TextField(default="")
    confidentiality = TextField(default="")
    handover = TextField(default="")
    disputes = TextField(default="")
    privileges = TextField(default="")
    frequency_days = IntegerField()
    quorum_iom = IntegerField(default=1)
    quorum_government = IntegerField(default=1)
    minutes_days = IntegerField()
    chairing = EnumField(Chairing, default=Chairing.TOGETHER)
    escalation = TextField(default="")
    comment = TextField(default="")
    sent_at = InstantField(null=True)
    cleared_at = InstantField(null=True)
    cleared_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    signed_on = DateField(null=True)
    iom_signatory = CharField(max_length=200, default="")
    iom_function = CharField(max_length=200, default="")
    government_signatory = CharField(max_length=200, default="")
    government_function = CharField(max_length=200, default="")
    scan_reference = CharField(max_length=200, default="")
    in_force_on = DateField(null=True)
    suspended_on = DateField(null=True)
    ending = EnumField(Ending, null=True)
    ended_on = DateField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    edited_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        amends_id: UUID | None
        author_id: UUID
        edited_by_id: UUID
        parties: ModelSelect["AgreementParty"]
        duties: ModelSelect["AgreementDuty"]
        lines: ModelSelect["FinancingLine"]

    class Meta:
        """Versions are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def writers(self) -> frozenset["UUID"]:
        """Who began this version and who changed it last: neither reviews nor approves it."""
        return frozenset({self.author_id, self.edited_by_id})

    @property
    def rules(self) -> Rules:
        """How the management committee works under this version."""
        quorum = {JointSide.IOM: self.quorum_iom, JointSide.GOVERNMENT: self.quorum_government}
        return Rules(self.frequency_days, quorum, self.minutes_days)


class AgreementParty(Record):
    """One party to an agreement; its ``key`` stays the same from version to version."""

    agreement = ForeignKeyField(CooperationAgreement, backref="parties", on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    side = EnumField(JointSide)
    name = CharField(max_length=300)
    mandate = TextField(default="")


class AgreementDuty(Record):
    """What one party, named by its key, answers for; with its limits and accountability."""

    agreement = ForeignKeyField(CooperationAgreement, backref="duties", on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    party = UUIDField()
    responsibility = TextField()
    limits = TextField(default="")
    accountability = TextField(default="")


class FinancingLine(Record):
    """What one party, named by its key, gives for one line of the budget in one year."""

    agreement = ForeignKeyField(CooperationAgreement, backref="lines", on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    party = UUIDField()
    name = CharField(max_length=300)
    amount = AmountField()
    currency = CharField(max_length=3)
    year = IntegerField()
