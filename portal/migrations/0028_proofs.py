"""A password typed before a submission: when, and for which proposal."""

from peewee import Database, DateTimeField, Model, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class SignIn(Model):
    id = UUIDField(primary_key=True)
    proved_at = InstantField(null=True)
    proved_for = UUIDField(null=True)

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; nobody has proved anything yet."""
    with db.bind_ctx((SignIn,)):
        add_columns(db, SignIn, {"proved_at": None, "proved_for": None})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    drop_columns(db, "sign_in", "proved_at", "proved_for")
