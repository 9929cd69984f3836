"""What the receipt of a sealed proposal tells, beside its envelope."""

from peewee import Database, Model, TextField, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class Envelope(Model):
    id = UUIDField(primary_key=True)
    told = TextField()

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the column; an envelope that exists tells nothing more."""
    with db.bind_ctx([Envelope]):
        add_columns(db, Envelope, {"told": "{}"})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the column with what it holds."""
    drop_columns(db, "envelope", "told")
