"""Money of a report: cash, rates of exchange, what is not eligible, lists of transactions."""

from typing import TYPE_CHECKING

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from portal.domain.transactions import PayeeKind
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.monitoring import Report
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class RateField(DecimalField):
    """A rate of exchange: what one unit is worth in the contract's currency."""

    def __init__(self) -> None:
        super().__init__(max_digits=18, decimal_places=8, auto_round=True)


class ReportCash(Record):
    """The cash position that a partner states for a period."""

    report = ForeignKeyField(Report, unique=True, backref="cash", on_delete="CASCADE")
    opening = AmountField(null=True)
    received = AmountField(null=True)
    other = AmountField(null=True)
    other_note = CharField(max_length=500, default="")
    closing = AmountField(null=True)
    version = IntegerField(default=1)


class ReportRate(Record):
    """What one unit of a currency is worth in the contract's from a day on, and by whom."""

    report = ForeignKeyField(Report, backref="rates", on_delete="CASCADE")
    currency = CharField(max_length=3)
    from_on = DateField()
    rate = RateField()
    source = CharField(max_length=200)
    kept_at = InstantField()
    kept_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        """One rate of a currency begins on a day."""

        indexes = ((("report", "currency", "from_on"), True),)


class IneligibleAmount(Record):
    """What the office does not accept of a category's expenditure; lifting it keeps it."""

    report = ForeignKeyField(Report, backref="ineligible", on_delete="RESTRICT")
    category = CharField(max_length=40)
    amount = AmountField()
    reason = TextField()
    found_at = InstantField()
    found_by = ForeignKeyField(Person, on_delete="RESTRICT")
    lifted_at = InstantField(null=True)
    lifted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    lift_reason = TextField(default="")


class MoneyCertificate(Record):
    """Who certified the money of a report when, over which fingerprint of its figures."""

    report = ForeignKeyField(Report, backref="certificates", on_delete="RESTRICT")
    number = IntegerField()
    fingerprint = CharField(max_length=64)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    certified_at = InstantField()

    class Meta:
        """One for each submission."""

        indexes = ((("report", "number"), True),)


class TransactionList(Record):
    """A checked list of transactions; it counts once it was taken, until another one is.

    ``sums`` holds by category what its rows add up to. Of a replaced list only this is kept.
    """

    report = ForeignKeyField(Report, backref="transaction_lists", on_delete="CASCADE")
    filename = CharField(max_length=200)
    sha256 = CharField(max_length=64)
    rows = IntegerField()
    total = AmountField()
    sums = DataField(default=dict)
    sent_at = InstantField()
    sent_by = ForeignKeyField(Person, on_delete="RESTRICT")
    taken_at = InstantField(null=True)
    replaced_at = InstantField(null=True)
    if TYPE_CHECKING:
        report_id: UUID
        transactions: ModelSelect["ListedTransaction"]


class ListedTransaction(Record):
    """One document of a list: ``value`` is its amount in the contract's currency."""

    listed = ForeignKeyField(TransactionList, backref="transactions", on_delete="CASCADE")
    row = IntegerField()
    dated_on = DateField()
    document = CharField(max_length=60)
    known_as = CharField(max_length=60, index=True)
    payee = EnumField(PayeeKind)
    description = CharField(max_length=300)
    category = CharField(max_length=40)
    amount = AmountField()
    currency = CharField(max_length=3)
    rate = RateField()
    value = AmountField()
    credit = BooleanField(default=False)
    if TYPE_CHECKING:
        listed_id: UUID
