"""Holds on contracts, and contracts of which words and files were purged."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
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


class Contract(Table):
    pass


class RetentionHold(Table):
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    reason = TextField()
    placed_at = InstantField()
    placed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    lifted_at = InstantField(null=True)
    lifted_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")

    class Meta:
        legacy_table_names = False


class PurgedContract(Table):
    contract = ForeignKeyField(Contract, unique=True, on_delete="RESTRICT")
    counts = TextField()
    listed = CharField(max_length=64)
    purged_at = InstantField()
    purged_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        legacy_table_names = False


TABLES = (RetentionHold, PurgedContract)
BOUND = (Person, Contract, *TABLES)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(TABLES)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop both."""
    with db.bind_ctx(BOUND):
        db.drop_tables(TABLES)
