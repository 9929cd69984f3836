"""Mandates: the documents by which people may sign for their party."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField

from portal.models.base import AmountField, InstantField, Record
from portal.models.contracts import Signature
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class Mandate(Record):
    """What a person may sign for a partner, or for IOM where there is no partner.

    ``limit`` is the highest amount of a contract, in ``currency``; none for no limit. The file
    is the document itself: a decision of the board, a delegation of authority.
    """

    person = ForeignKeyField(Person, backref="mandates", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, null=True, backref="mandates", on_delete="RESTRICT")
    title = CharField(max_length=200)
    limit = AmountField(null=True, column_name="most")
    currency = CharField(max_length=3, default="")
    valid_from = DateField()
    valid_until = DateField(null=True)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    added_at = InstantField()
    revoked_by = ForeignKeyField(Person, null=True, backref="+", on_delete="RESTRICT")
    revoked_at = InstantField(null=True)
    if TYPE_CHECKING:
        partner_id: "UUID | None"
        person_id: "UUID"


class SignatureMandate(Record):
    """The mandate that a signature stands on, as it was judged when it was given."""

    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    mandate = ForeignKeyField(Mandate, backref="signatures", on_delete="RESTRICT")
