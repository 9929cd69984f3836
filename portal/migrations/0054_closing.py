"""The end of a contract: handover milestones, assets, refunds, what was confirmed."""

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
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Contract(Table):
    pass


class Closing(Table):
    contract = ForeignKeyField(Contract, unique=True, on_delete="RESTRICT")
    delegate = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    named_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    named_at = InstantField(null=True)
    closed_at = InstantField(null=True)
    closed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    note = TextField()
    facts = TextField()


class ClosingFile(Table):
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT")
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")


class Milestone(Table):
    contract = ForeignKeyField(Contract, backref="milestones", on_delete="RESTRICT")
    position = IntegerField()
    title = CharField(max_length=300)
    owner = CharField(max_length=200)
    due_on = DateField()
    state = EnumField()
    evidence = TextField()
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    reported_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reported_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    reason = TextField()
    version = IntegerField()

    class Meta:
        indexes = ((("contract", "position"), True),)


class HandedAsset(Table):
    contract = ForeignKeyField(Contract, backref="handed_assets", on_delete="RESTRICT")
    position = IntegerField()
    description = CharField(max_length=300)
    value = DecimalField(max_digits=15, decimal_places=3, null=True)
    custodian = CharField(max_length=200)
    handed_to = CharField(max_length=200)
    handed_on = DateField(null=True)
    evidence = TextField()
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("contract", "position"), True),)


class Refund(Table):
    contract = ForeignKeyField(Contract, backref="refunds", on_delete="RESTRICT")
    amount = DecimalField(max_digits=15, decimal_places=3)
    reference = CharField(max_length=80, unique=True)
    received_on = DateField()
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()


class ClosingTick(Table):
    contract = ForeignKeyField(Contract, backref="closing_ticks", on_delete="RESTRICT")
    code = CharField(max_length=20)
    note = TextField()
    file = ForeignKeyField(ClosingFile, backref="+", null=True, on_delete="RESTRICT")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    at = InstantField()

    class Meta:
        indexes = ((("contract", "code"), True),)


NEW = (Closing, ClosingFile, Milestone, HandedAsset, Refund, ClosingTick)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((Person, Contract, *NEW)):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((Person, Contract, *NEW)):
        db.drop_tables(NEW[::-1])
