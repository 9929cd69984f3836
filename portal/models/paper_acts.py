"""What happens beside a contract: signatures on paper, and budgets that are talked over."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_contracts import PaperState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.contracts import Contract, Signature
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class PaperAct(Record):
    """A scan of a contract that was signed on paper, until a second person has checked it.

    ``printed_sha256`` is the print that was signed, ``sha256`` the scan, ``fingerprint`` the
    text of both.
    """

    contract = ForeignKeyField(Contract, backref="papers", on_delete="RESTRICT")
    side = CharField(max_length=10)
    state = EnumField(PaperState, default=PaperState.WAITING)
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    signed_on = DateField()
    fingerprint = CharField(max_length=64)
    printed_sha256 = CharField(max_length=64)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    asked_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, backref="+", on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField(default="")
    signature = ForeignKeyField(Signature, null=True, unique=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        asked_by_id: "UUID"
        signature_id: "UUID | None"


class BudgetProposal(Record):
    """Amounts by category that one side proposes in a negotiation, until they are settled."""

    contract = ForeignKeyField(Contract, backref="budget_proposals", on_delete="CASCADE")
    amounts = DataField()
    before = DataField()
    reason = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    made_at = InstantField()
    settled_by = ForeignKeyField(Person, null=True, backref="+", on_delete="RESTRICT")
    settled_at = InstantField(null=True)
    taken = BooleanField(default=False)
    if TYPE_CHECKING:
        author_id: "UUID"
