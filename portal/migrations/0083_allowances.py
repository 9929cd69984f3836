"""Memoranda with staff of a government, sheets of their daily allowances, days claimed."""

from uuid import uuid4

from peewee import (
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


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Clearance(Table):
    pass


class Memorandum(Table):
    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    clearance = ForeignKeyField(Clearance, backref="+", on_delete="RESTRICT")
    state = EnumField(default="draft", index=True)
    staff_code = CharField(max_length=20)
    function = CharField(max_length=120)
    ministry = CharField(max_length=200)
    consent_reference = CharField(max_length=120)
    consent_on = DateField()
    tasks = TextField()
    days_week = IntegerField()
    rate = DecimalField(max_digits=15, decimal_places=3)
    ceiling = DecimalField(max_digits=15, decimal_places=3)
    starts_on = DateField()
    ends_on = DateField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    writer = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    signed_on = DateField(null=True)
    signed_at = InstantField(null=True)
    declared = TextField(null=True)
    kept_at = CharField(max_length=200, default="")
    ended_on = DateField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        legacy_table_names = False
        indexes = ((("clearance", "number"), True),)


class AllowanceSheet(Table):
    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    clearance = ForeignKeyField(Clearance, backref="+", on_delete="RESTRICT")
    memorandum = ForeignKeyField(Memorandum, backref="sheets", null=True, on_delete="RESTRICT")
    state = EnumField(default="draft", index=True)
    staff_code = CharField(max_length=20)
    function = CharField(max_length=120)
    month = DateField()
    rate = DecimalField(max_digits=15, decimal_places=3)
    days = TextField()
    units = DecimalField(max_digits=4, decimal_places=1, default=0)
    gross = DecimalField(max_digits=15, decimal_places=3, default=0)
    deductions = DecimalField(max_digits=15, decimal_places=3, default=0)
    deductions_reason = CharField(max_length=200, default="")
    net = DecimalField(max_digits=15, decimal_places=3, default=0)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    writer = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    supervisor = CharField(max_length=120, default="")
    certified_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    certified_at = InstantField(null=True)
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    payment_reference = CharField(max_length=80, null=True, unique=True)
    paid_on = DateField(null=True)
    paid_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    paid_at = InstantField(null=True)
    rejected_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    rejected_at = InstantField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)

    class Meta:
        legacy_table_names = False
        indexes = ((("clearance", "number"), True),)


class SheetDay(Table):
    sheet = ForeignKeyField(AllowanceSheet, backref="claims", on_delete="CASCADE")
    country = CharField(max_length=2)
    staff_code = CharField(max_length=20)
    day = DateField()

    class Meta:
        legacy_table_names = False
        indexes = ((("country", "staff_code", "day"), True),)


MADE = (Memorandum, AllowanceSheet, SheetDay)
BOUND = (Person, Clearance, *MADE)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop them."""
    with db.bind_ctx(BOUND):
        db.drop_tables(MADE)
