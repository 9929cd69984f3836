"""When the office was last reminded of what has a day or waits for a consent."""

from uuid import uuid4

from peewee import Database, DateTimeField, Model, UUIDField
from playhouse.migrate import SchemaMigrator


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class OfficeReminder(Model):
    id = UUIDField(primary_key=True, default=uuid4)
    subject = UUIDField(unique=True)
    sent_at = InstantField()

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the table."""
    with db.bind_ctx([OfficeReminder]):
        db.create_tables([OfficeReminder])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop it."""
    with db.bind_ctx([OfficeReminder]):
        db.drop_tables([OfficeReminder])
