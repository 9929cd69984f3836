"""Mandates of those who sign contracts, and which one each signature stands on."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Partner(Table):
    pass


class Signature(Table):
    pass


class Mandate(Table):
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, null=True, on_delete="RESTRICT")
    title = CharField(max_length=200)
    most = DecimalField(max_digits=15, decimal_places=3, null=True)
    currency = CharField(max_length=3)
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


class SignatureMandate(Table):
    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    mandate = ForeignKeyField(Mandate, on_delete="RESTRICT")


NEW = (Mandate, SignatureMandate)
BOUND = (Person, Partner, Signature, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW[::-1])
