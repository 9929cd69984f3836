"""The parts of a proposal beside answers and budget, and which of them a call asks for."""

from peewee import (
    CharField,
    Database,
    DateTimeField,
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


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Call(Table):
    proposal_parts = TextField()


class Proposal(Table):
    pass


class ProposalPart(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    key = CharField(max_length=40)
    content = TextField()
    version = IntegerField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "key"), True),)


BOUND = (Person, Call, Proposal, ProposalPart)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the table; calls that exist ask for no part, so that no draft is kept back."""
    with db.bind_ctx(BOUND):
        add_columns(db, Call, {"proposal_parts": "[]"})
        db.create_tables([ProposalPart])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table with what it holds, and the column."""
    with db.bind_ctx(BOUND):
        db.drop_tables([ProposalPart])
    drop_columns(db, "call", "proposal_parts")
