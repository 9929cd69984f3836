"""The no-objection of the government: its day, who gave it, and its reference."""

from peewee import CharField, Database, DateField, Model, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class Call(Model):
    id = UUIDField(primary_key=True)
    no_objection_on = DateField(null=True)
    no_objection_by = CharField(max_length=200)
    no_objection_reference = CharField(max_length=200)

    class Meta:
        legacy_table_names = False


COLUMNS = {"no_objection_on": None, "no_objection_by": "", "no_objection_reference": ""}


def up(migrator: SchemaMigrator, db: Database) -> None:  # noqa: ARG001 - as every migration
    """Add the columns; no call that exists has a no-objection."""
    with db.bind_ctx((Call,)):
        add_columns(db, Call, COLUMNS)


def down(migrator: SchemaMigrator, db: Database) -> None:  # noqa: ARG001 - as every migration
    """Drop the columns."""
    drop_columns(db, "call", *COLUMNS)
