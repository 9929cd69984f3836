"""Money of reports: cash, rates, what is not eligible, certificates, lists of transactions."""

from typing import Any
from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class EnumField(Field):
    field_type = "VARCHAR"


class AmountField(DecimalField):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - peewee's own
        super().__init__(max_digits=15, decimal_places=3, auto_round=True, **options)


class RateField(DecimalField):
    def __init__(self) -> None:
        super().__init__(max_digits=18, decimal_places=8, auto_round=True)


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Report(Table):
    pass


class ReportCash(Table):
    report = ForeignKeyField(Report, unique=True, on_delete="CASCADE")
    opening = AmountField(null=True)
    received = AmountField(null=True)
    other = AmountField(null=True)
    other_note = CharField(max_length=500)
    closing = AmountField(null=True)
    version = IntegerField()


class ReportRate(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    currency = CharField(max_length=3)
    from_on = DateField()
    rate = RateField()
    source = CharField(max_length=200)
    kept_at = InstantField()
    kept_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("report", "currency", "from_on"), True),)


class IneligibleAmount(Table):
    report = ForeignKeyField(Report, on_delete="RESTRICT")
    category = CharField(max_length=40)
    amount = AmountField()
    reason = TextField()
    found_at = InstantField()
    found_by = ForeignKeyField(Person, on_delete="RESTRICT")
    lifted_at = InstantField(null=True)
    lifted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    lift_reason = TextField()


class MoneyCertificate(Table):
    report = ForeignKeyField(Report, on_delete="RESTRICT")
    number = IntegerField()
    fingerprint = CharField(max_length=64)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    certified_at = InstantField()

    class Meta:
        indexes = ((("report", "number"), True),)


class TransactionList(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    filename = CharField(max_length=200)
    sha256 = CharField(max_length=64)
    rows = IntegerField()
    total = AmountField()
    sums = TextField()
    sent_at = InstantField()
    sent_by = ForeignKeyField(Person, on_delete="RESTRICT")
    taken_at = InstantField(null=True)
    replaced_at = InstantField(null=True)


class ListedTransaction(Table):
    listed = ForeignKeyField(TransactionList, on_delete="CASCADE")
    row = IntegerField()
    dated_on = DateField()
    document = CharField(max_length=60)
    known_as = CharField(max_length=60, index=True)
    payee = EnumField()
    description = CharField(max_length=300)
    category = CharField(max_length=40)
    amount = AmountField()
    currency = CharField(max_length=3)
    rate = RateField()
    value = AmountField()
    credit = BooleanField()


NEW = (
    ReportCash,
    ReportRate,
    IneligibleAmount,
    MoneyCertificate,
    TransactionList,
    ListedTransaction,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    with db.bind_ctx((Person, Report, *NEW)):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx((Person, Report, *NEW)):
        db.drop_tables(NEW[::-1])
