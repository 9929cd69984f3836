"""Amendments of contracts, who approved and signed them, and terms of a contract's own."""

from uuid import uuid4

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

from portal.migrate import add_columns, drop_columns


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


class Contract(Table):
    own_terms = TextField()


class ContractAmendment(Table):
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    number = IntegerField()
    kind = EnumField()
    state = EnumField()
    reason = TextField()
    changes = TextField()
    before = TextField()
    after = TextField()
    fingerprint = CharField(max_length=64)
    comment = TextField()
    version = IntegerField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    edited_by = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    offered_at = InstantField(null=True)
    in_force_at = InstantField(null=True)

    class Meta:
        indexes = ((("contract", "number"), True),)


class AmendmentApproval(Table):
    amendment = ForeignKeyField(ContractAmendment, on_delete="CASCADE")
    round = IntegerField()
    kind = CharField(max_length=20)
    state = EnumField()
    asked_at = InstantField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField()

    class Meta:
        indexes = ((("amendment", "round", "kind"), True),)


class AmendmentSignature(Table):
    amendment = ForeignKeyField(ContractAmendment, on_delete="RESTRICT")
    side = CharField(max_length=10)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()

    class Meta:
        indexes = ((("amendment", "side"), True),)


NEW = (ContractAmendment, AmendmentApproval, AmendmentSignature)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables, and a place for terms that differ from those of the call."""
    with db.bind_ctx((Person, Contract, *NEW)):
        add_columns(db, Contract, {"own_terms": "{}"})
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables and the column."""
    with db.bind_ctx((Person, Contract, *NEW)):
        db.drop_tables(NEW[::-1])
    drop_columns(db, "contract", "own_terms")
