"""Moderation, dissent, and the frozen inputs of an evaluation."""

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


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Call(Table):
    pass


class Criterion(Table):
    pass


class Seat(Table):
    pass


class Proposal(Table):
    pass


class Moderation(Table):
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    value = IntegerField(null=True)
    reason = TextField()
    version = IntegerField()
    settled_at = InstantField()
    settled_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "criterion"), True),)


class Dissent(Table):
    moderation = ForeignKeyField(Moderation, on_delete="CASCADE")
    seat = ForeignKeyField(Seat, on_delete="RESTRICT")
    text = TextField()
    made_at = InstantField()

    class Meta:
        indexes = ((("moderation", "seat"), True),)


class FrozenEvaluation(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    inputs = TextField()
    fingerprint = CharField(max_length=64)
    frozen_at = InstantField()


NEW = (Moderation, Dissent, FrozenEvaluation)
BOUND = (Person, Call, Criterion, Seat, Proposal, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW)
