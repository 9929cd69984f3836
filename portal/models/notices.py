"""Notices that suspend, resume or end a contract."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_notices import NoticeState
from portal.domain.notices import NoticeKind, NoticeSide
from portal.models.base import AmountField, EnumField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class ContractNotice(Record):
    """One notice on a contract: its ground, its period, and when it takes effect.

    ``days`` are those of the clause, typed where the clause stands in words of its own.
    ``paid`` and ``spent`` are the money of the contract when the notice was given.
    """

    contract = ForeignKeyField(Contract, backref="notices", on_delete="RESTRICT")
    number = IntegerField()
    kind = EnumField(NoticeKind)
    side = EnumField(NoticeSide)
    state = EnumField(NoticeState, default=NoticeState.DRAFT)
    ground = CharField(max_length=40)
    clause = CharField(max_length=10)
    reason = TextField()
    days = IntegerField(default=0)
    working = BooleanField(default=False)
    effective_on = DateField(null=True)
    paid = AmountField(null=True)
    spent = AmountField(null=True)
    comment = TextField(default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    given_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    given_at = InstantField(null=True)
    agreed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    agreed_at = InstantField(null=True)
    if TYPE_CHECKING:
        author_id: UUID

    class Meta:
        """Notices are numbered within their contract."""

        indexes = ((("contract", "number"), True),)

    @property
    def partner_id(self) -> "UUID":
        """Whose contract it is."""
        return self.contract.partner_id

    @property
    def reference(self) -> str:
        """How it is called on paper: IOM/MAR/2026/001-C1-N1."""
        return f"{self.contract.reference}-N{self.number}"

    @property
    def writers(self) -> "frozenset[UUID]":
        """Who wrote it: they do not give it for IOM."""
        return frozenset({self.author_id})
