"""Amendments of contracts: what they change, who approved them, who signed them."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.amendments import AmendmentKind
from portal.domain.lifecycle_amendments import AmendmentState
from portal.domain.lifecycle_contracts import ReviewState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class ContractAmendment(Record):
    """One amendment of a contract.

    ``changes`` holds by part what stands there instead. ``before`` and ``after`` are the
    contract as it was offered with the amendment, never changed after that.
    """

    contract = ForeignKeyField(Contract, backref="amendments", on_delete="RESTRICT")
    number = IntegerField()
    kind = EnumField(AmendmentKind)
    state = EnumField(AmendmentState, default=AmendmentState.DRAFT)
    reason = TextField()
    changes = DataField(default=dict)
    before = DataField(default=dict)
    after = DataField(default=dict)
    fingerprint = CharField(max_length=64, default="")
    comment = TextField(default="")
    version = IntegerField(default=1)
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    edited_by = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    offered_at = InstantField(null=True)
    in_force_at = InstantField(null=True)
    if TYPE_CHECKING:
        author_id: UUID
        edited_by_id: UUID
        approvals: ModelSelect["AmendmentApproval"]
        signatures: ModelSelect["AmendmentSignature"]

    class Meta:
        """Amendments are numbered within their contract."""

        indexes = ((("contract", "number"), True),)

    @property
    def partner_id(self) -> "UUID":
        """Whose contract it is."""
        return self.contract.partner_id

    @property
    def reference(self) -> str:
        """How it is called on paper: IOM/MAR/2026/001-C1-A1."""
        return f"{self.contract.reference}-A{self.number}"

    @property
    def writers(self) -> "frozenset[UUID]":
        """Who wrote it: they do not approve it."""
        return frozenset({self.author_id, self.edited_by_id})


class AmendmentApproval(Record):
    """One approval of one round: who has to look, who agreed or returned it, and when."""

    amendment = ForeignKeyField(ContractAmendment, backref="approvals", on_delete="CASCADE")
    round = IntegerField()
    kind = CharField(max_length=20)
    state = EnumField(ReviewState, default=ReviewState.WAITING)
    asked_at = InstantField()
    reminded_at = InstantField(null=True)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField(default="")

    class Meta:
        """Each kind of approval is asked for once in a round."""

        indexes = ((("amendment", "round", "kind"), True),)

    if TYPE_CHECKING:
        amendment_id: UUID

    @property
    def writers(self) -> "frozenset[UUID]":
        """Who wrote the amendment."""
        return self.amendment.writers


class AmendmentSignature(Record):
    """Who signed an amendment for which side, over which fingerprint."""

    amendment = ForeignKeyField(ContractAmendment, backref="signatures", on_delete="RESTRICT")
    side = CharField(max_length=10)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()

    class Meta:
        """Each side signs once."""

        indexes = ((("amendment", "side"), True),)
