"""Saved checks of a screening, exclusions by two people, windows for what is missing."""

from peewee import (
    CharField,
    Database,
    DateTimeField,
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


class Call(Table):
    pass


class Proposal(Table):
    pass


class ScreeningSheet(Table):
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="CASCADE")
    checks = TextField()
    version = IntegerField()
    saved_at = InstantField(null=True)
    saved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class Exclusion(Table):
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    state = EnumField(index=True)
    reason = TextField()
    screening = TextField()
    proposed_at = InstantField()
    proposed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    answer = TextField()
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")


class DeficiencyWindow(Table):
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    items = TextField()
    opened_at = InstantField()
    closes_at = InstantField(index=True)
    opened_by = ForeignKeyField(Person, on_delete="RESTRICT")


class DeficiencyRequest(Table):
    window = ForeignKeyField(DeficiencyWindow, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    items = TextField()

    class Meta:
        indexes = ((("window", "proposal"), True),)


class DeficiencySupply(Table):
    request = ForeignKeyField(DeficiencyRequest, on_delete="RESTRICT")
    item = CharField(max_length=60)
    answer = CharField(max_length=20)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    supplied_at = InstantField()
    supplied_by = ForeignKeyField(Person, on_delete="RESTRICT")


NEW = (ScreeningSheet, Exclusion, DeficiencyWindow, DeficiencyRequest, DeficiencySupply)
BOUND = (Person, Call, Proposal, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW)
