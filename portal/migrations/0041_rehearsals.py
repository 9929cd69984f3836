"""Rehearsals of an opening, with trial shares and trial envelopes of their own."""

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


class PersonKey(Table):
    pass


class Rehearsal(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    public = CharField(max_length=64)
    threshold = IntegerField()
    envelopes = TextField()
    started_by = ForeignKeyField(Person, on_delete="RESTRICT")
    started_at = InstantField()
    opened_at = InstantField(null=True)


class RehearsalShare(Table):
    rehearsal = ForeignKeyField(Rehearsal, on_delete="CASCADE")
    position = IntegerField()
    holder = ForeignKeyField(Person, on_delete="RESTRICT")
    person_key = ForeignKeyField(PersonKey, on_delete="RESTRICT")
    escrow = IntegerField()
    box = TextField()
    given = TextField()
    given_at = InstantField(null=True)
    expires_at = InstantField(null=True)
    signed_at = InstantField(null=True)

    class Meta:
        indexes = ((("rehearsal", "position"), True),)


MADE = (Rehearsal, RehearsalShare)
BOUND = (Person, Call, PersonKey, *MADE)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables; a rehearsal leaves nothing that anybody needs."""
    with db.bind_ctx(BOUND):
        db.drop_tables(MADE)
