"""Contracts signed on paper, and budgets proposed within a negotiation."""

from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
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
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Contract(Table):
    pass


class Signature(Table):
    pass


class PaperAct(Table):
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    side = CharField(max_length=10)
    state = EnumField()
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    signed_on = DateField()
    fingerprint = CharField(max_length=64)
    printed_sha256 = CharField(max_length=64)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    asked_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, backref="+", on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField()
    signature = ForeignKeyField(Signature, null=True, unique=True, on_delete="RESTRICT")


class BudgetProposal(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    amounts = TextField()
    before = TextField()
    reason = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    made_at = InstantField()
    settled_by = ForeignKeyField(Person, null=True, backref="+", on_delete="RESTRICT")
    settled_at = InstantField(null=True)
    taken = BooleanField()


NEW = (PaperAct, BudgetProposal)
BOUND = (Person, Contract, Signature, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW[::-1])
