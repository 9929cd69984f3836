"""The end of a contract: handover milestones, assets, refunds, what was confirmed."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_closing import MilestoneState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class Closing(Record):
    """Who may close a contract beside the head of office, and how it was closed.

    ``facts`` is the checklist as it stood at the closing.
    """

    contract = ForeignKeyField(Contract, unique=True, on_delete="RESTRICT")
    delegate = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    named_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    named_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    closed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    note = TextField(default="")
    facts = DataField(default=dict)
    if TYPE_CHECKING:
        delegate_id: UUID | None


class ClosingFile(Record):
    """A file that shows something of the end of a contract."""

    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT")
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")

    @property
    def partner_id(self) -> "UUID":
        """The partner of the contract."""
        return self.contract.partner_id


class Milestone(Record):
    """One step of the handover: what, whose, by when, and how it is shown."""

    contract = ForeignKeyField(Contract, backref="milestones", on_delete="RESTRICT")
    position = IntegerField()
    title = CharField(max_length=300)
    owner = CharField(max_length=200)
    due_on = DateField()
    state = EnumField(MilestoneState, default=MilestoneState.OPEN)
    evidence = TextField(default="")
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    reported_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reported_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        """Milestones are numbered within their contract."""

        indexes = ((("contract", "position"), True),)

    @property
    def partner_id(self) -> "UUID":
        """The partner of the contract."""
        return self.contract.partner_id


class HandedAsset(Record):
    """Something bought under the contract: who keeps it, and to whom it was handed over."""

    contract = ForeignKeyField(Contract, backref="handed_assets", on_delete="RESTRICT")
    position = IntegerField()
    description = CharField(max_length=300)
    value = AmountField(null=True)
    custodian = CharField(max_length=200)
    handed_to = CharField(max_length=200, default="")
    handed_on = DateField(null=True)
    evidence = TextField(default="")
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()
    version = IntegerField(default=1)

    class Meta:
        """Assets are numbered within their contract."""

        indexes = ((("contract", "position"), True),)


class Refund(Record):
    """Money that the partner returned: what was paid and not spent."""

    contract = ForeignKeyField(Contract, backref="refunds", on_delete="RESTRICT")
    amount = AmountField()
    reference = CharField(max_length=80, unique=True)
    received_on = DateField()
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()


class ClosingTick(Record):
    """What a named person confirmed for the closing, with a note and the file that shows it."""

    contract = ForeignKeyField(Contract, backref="closing_ticks", on_delete="RESTRICT")
    code = CharField(max_length=20)
    note = TextField()
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    at = InstantField()

    class Meta:
        """One for each item."""

        indexes = ((("contract", "code"), True),)
