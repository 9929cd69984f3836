"""Proposals: what a partner writes, attaches and submits for one lot."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.proposals import Contribution
from portal.domain.uploads import ScanState
from portal.models.addenda import Addendum
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Call, EligibilityQuestion, Lot, Question, RequiredDocument
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
    eligibility = DataField(default=dict)
    eligibility_version = IntegerField(default=1)
    created_at = InstantField()
    submitted_at = InstantField(null=True)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    receipt = CharField(max_length=40, null=True, unique=True)
    fingerprint = CharField(max_length=64, default="")
    receipt_facts = DataField(default=dict)
    receipt_signature = CharField(max_length=100, default="")
    screening = DataField(default=dict)
    screening_reason = TextField(default="")
    screened_at = InstantField(null=True)
    screened_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    to_confirm = ForeignKeyField(Addendum, null=True, on_delete="SET NULL")
    if TYPE_CHECKING:
        to_confirm_id: UUID | None
        screened_by_id: UUID | None
        submitted_by_id: UUID | None
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

    @property
    def revealed_lots(self) -> int:
        """How many lots of that call have their scores revealed."""
        return self.call.revealed_lots


class Answer(Record):
    """What the partner wrote on one question."""

    proposal = ForeignKeyField(Proposal, backref="answers", on_delete="CASCADE")
    question = ForeignKeyField(Question, on_delete="RESTRICT")
    text = TextField(default="")
    version = IntegerField(default=1)
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        question_id: UUID
        saved_by_id: UUID

    class Meta:
        """One answer to a question."""

        indexes = ((("proposal", "question"), True),)


class BudgetLine(Record):
    """One line of the budget: quantity times unit cost times months.

    ``share`` percent of it are charged; the rest is the partner's ``own`` contribution.
    """

    proposal = ForeignKeyField(Proposal, backref="lines", on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    description = CharField(max_length=300)
    unit = CharField(max_length=60, default="")
    quantity = AmountField()
    unit_cost = AmountField()
    months = IntegerField(default=1)
    share = AmountField(default=100)
    own = EnumField(Contribution, default=Contribution.CASH)
    if TYPE_CHECKING:
        proposal_id: UUID


class BudgetTotal(Record):
    """The total of a budget as the partner states it, in its own sheet or its offer.

    The portal computes another from the lines; both are kept, and the call says which counts.
    """

    proposal = ForeignKeyField(Proposal, unique=True, on_delete="CASCADE")
    amount = AmountField()
    if TYPE_CHECKING:
        proposal_id: UUID


class ProposalPart(Record):
    """One part of a proposal as plain data: a work plan, risks, answers of a self-assessment.

    ``key`` names it; ``content`` holds the rows of its table and its single fields.
    """

    proposal = ForeignKeyField(Proposal, backref="parts", on_delete="CASCADE")
    key = CharField(max_length=40)
    content = DataField(default=dict)
    version = IntegerField(default=1)
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
        saved_by_id: UUID

    class Meta:
        """A proposal has each part once."""

        indexes = ((("proposal", "key"), True),)


class Attachment(Record):
    """A file of a proposal, and what it answers; the bytes lie in the file store.

    ``sha256`` and ``size`` are of what is kept, the others of what was sent.
    """

    proposal = ForeignKeyField(Proposal, backref="attachments", on_delete="CASCADE")
    required = ForeignKeyField(
        RequiredDocument, null=True, backref="attachments", on_delete="SET NULL"
    )
    proves = ForeignKeyField(
        EligibilityQuestion, null=True, backref="attachments", on_delete="SET NULL"
    )
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    sent_sha256 = CharField(max_length=64, default="")
    sent_size = IntegerField(default=0)
    scan = EnumField(ScanState, default=ScanState.UNSCANNED)
    scanned_at = InstantField(null=True)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
        required_id: UUID | None
        proves_id: UUID | None
