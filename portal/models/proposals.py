"""Proposals: what a partner writes, attaches and submits for one lot."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState, ProposalState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Call, Criterion, Lot
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Proposal(Record):
    """A partner's answer to one lot of a call."""

    call = ForeignKeyField(Call, backref="proposals", on_delete="RESTRICT")
    lot = ForeignKeyField(Lot, backref="proposals", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="proposals", on_delete="RESTRICT")
    state = EnumField(ProposalState, default=ProposalState.DRAFT)
    number = CharField(max_length=60, null=True, unique=True)
    declared = BooleanField(default=False)
    declarations = DataField(default=list)
    declarations_version = IntegerField(default=1)
    budget_version = IntegerField(default=1)
    created_at = InstantField()
    submitted_at = InstantField(null=True)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    receipt = CharField(max_length=40, null=True, unique=True)
    fingerprint = CharField(max_length=64, default="")
    screening = DataField(default=dict)
    screening_reason = TextField(default="")
    screened_at = InstantField(null=True)
    screened_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        call_id: UUID
        lot_id: UUID
        partner_id: UUID
        answers: ModelSelect["Answer"]
        lines: ModelSelect["BudgetLine"]
        attachments: ModelSelect["Attachment"]

    class Meta:
        """A partner proposes once for a lot."""

        indexes = ((("lot", "partner"), True),)

    @property
    def call_state(self) -> CallState:
        """The state of the call it answers."""
        return self.call.state


class Answer(Record):
    """What the partner wrote on one criterion."""

    proposal = ForeignKeyField(Proposal, backref="answers", on_delete="CASCADE")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    text = TextField(default="")
    version = IntegerField(default=1)
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        criterion_id: UUID

    class Meta:
        """One answer for a criterion."""

        indexes = ((("proposal", "criterion"), True),)


class BudgetLine(Record):
    """One line of the budget: quantity times unit cost times months."""

    proposal = ForeignKeyField(Proposal, backref="lines", on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    description = CharField(max_length=300)
    unit = CharField(max_length=60, default="")
    quantity = AmountField()
    unit_cost = AmountField()
    months = IntegerField(default=1)
    if TYPE_CHECKING:
        proposal_id: UUID


class Attachment(Record):
    """A file of a proposal; the bytes lie in the file store."""

    proposal = ForeignKeyField(Proposal, backref="attachments", on_delete="CASCADE")
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")


class SanctionsEntry(Record):
    """One entry of the sanctions list that proposals are screened against."""

    reference = CharField(max_length=60, unique=True)
    kind = CharField(max_length=20)
    names = DataField(default=list)
    listed_on = CharField(max_length=10, default="")


class SanctionsVerdict(Record):
    """What a person decided on a possible match, with the reason."""

    proposal = ForeignKeyField(Proposal, backref="verdicts", on_delete="CASCADE")
    entry = ForeignKeyField(SanctionsEntry, on_delete="RESTRICT")
    name = CharField(max_length=300)
    same = BooleanField()
    reason = TextField()
    decided_at = InstantField()
    decided_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        """One verdict for a match."""

        indexes = ((("proposal", "entry", "name"), True),)
