"""Addenda of a published call, its versions, and proposals that are to be confirmed."""

from peewee import (
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator, migrate

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
    edition = IntegerField()


class Proposal(Table):
    pass


class Addendum(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    reason = TextField()
    draft = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    issued_at = InstantField(null=True)
    issuer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    sections = TextField()
    deadline_before = InstantField(null=True)
    deadline_after = InstantField(null=True)

    class Meta:
        indexes = ((("call", "number"), True),)


class CallVersion(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    contents = TextField()
    at = InstantField()
    addendum = ForeignKeyField(Addendum, null=True, on_delete="CASCADE")

    class Meta:
        indexes = ((("call", "number"), True),)


NEW = (Addendum, CallVersion)
BOUND = (Person, Call, Proposal, *NEW)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables, count the addenda of each call, and let proposals name one."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)
        add_columns(db, Call, {"edition": 0})
        asked = ForeignKeyField(Addendum, field=Addendum.id, null=True, on_delete="SET NULL")
        migrate(migrator.add_column("proposal", "to_confirm_id", asked))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns and the tables with what they hold."""
    with db.bind_ctx(BOUND):
        migrate(migrator.drop_index("proposal", "proposal_to_confirm_id"))
        drop_columns(db, "proposal", "to_confirm_id")
        drop_columns(db, "call", "edition")
        db.drop_tables(NEW)
