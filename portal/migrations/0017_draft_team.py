"""History, assignments, presence and comments of the team at a draft."""

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


class Proposal(Table):
    pass


class DraftVersion(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    content = TextField()
    version = IntegerField()
    begun_at = InstantField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "section", "saved_at"), False),)


class DraftAssignment(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    assigned_by = ForeignKeyField(Person, on_delete="RESTRICT")
    assigned_at = InstantField()
    done_at = InstantField(null=True)

    class Meta:
        indexes = ((("proposal", "section"), True),)


class DraftPresence(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    seen_at = InstantField()

    class Meta:
        indexes = ((("proposal", "section", "person"), True),)


class DraftComment(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    text = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


NEW = (DraftVersion, DraftAssignment, DraftPresence, DraftComment)
BOUND = (Person, Proposal, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW)
