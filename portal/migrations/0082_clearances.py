"""Clearances for what is paid to staff of a government."""

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


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Centre(Table):
    pass


class Clearance(Table):
    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    state = EnumField(default="draft", index=True)
    covers = TextField()
    posts = TextField()
    ceiling = DecimalField(max_digits=15, decimal_places=3)
    currency = CharField(max_length=3)
    starts_on = DateField()
    ends_on = DateField()
    justification = TextField()
    exit_plan = TextField(default="")
    donor = CharField(max_length=200, default="")
    agreement = CharField(max_length=120, default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    asked_at = InstantField(null=True)
    legal_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    legal_at = InstantField(null=True)
    legal_note = TextField(default="")
    donor_reference = CharField(max_length=120, default="")
    donor_on = DateField(null=True)
    donor_agrees = BooleanField(null=True)
    donor_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    donor_at = InstantField(null=True)
    donor_checked_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    donor_checked_at = InstantField(null=True)
    cleared_at = InstantField(null=True)
    reason = TextField(default="")
    ended_at = InstantField(null=True)
    version = IntegerField(default=1)

    class Meta:
        legacy_table_names = False
        indexes = ((("centre", "number"), True),)


BOUND = (Person, Centre, Clearance)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the table."""
    with db.bind_ctx(BOUND):
        db.create_tables([Clearance])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop it."""
    with db.bind_ctx(BOUND):
        db.drop_tables([Clearance])
