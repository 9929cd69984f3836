"""What a partner requests for an instalment, and who verified, approved and paid it."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.models.base import AmountField, DataField, InstantField, Record
from portal.models.contracts import Instalment
from portal.models.partner_house import BankAccount
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class InstalmentRequest(Record):
    """One request for the funds of an instalment; a rejected one is followed by another.

    ``lines`` are the figures of each budget category as they were certified, ``statements``
    the codes of what was certified. ``account`` is the bank account frozen at the approval.
    """

    instalment = ForeignKeyField(Instalment, backref="requests", on_delete="RESTRICT")
    round = IntegerField()
    amount = AmountField()
    lines = DataField(default=list)
    statements = DataField(default=list)
    note = TextField(default="")
    requested_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    requested_at = InstantField()
    verified_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    verified_at = InstantField(null=True)
    verifier_note = TextField(default="")
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    account = ForeignKeyField(BankAccount, backref="+", null=True, on_delete="RESTRICT")
    rejected_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    rejected_at = InstantField(null=True)
    reason = TextField(default="")
    paid_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    paid_at = InstantField(null=True)
    bank_reference = CharField(max_length=80, null=True, unique=True)
    value_date = DateField(null=True)
    if TYPE_CHECKING:
        instalment_id: UUID
        requested_by_id: UUID
        verified_by_id: UUID | None
        account_id: UUID | None

    class Meta:
        """Requests are numbered within their instalment."""

        indexes = ((("instalment", "round"), True),)
