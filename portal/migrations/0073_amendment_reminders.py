"""When somebody who approves an amendment was last reminded of it."""

from uuid import uuid4

from peewee import Database, DateTimeField, Model, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class AmendmentApproval(Model):
    id = UUIDField(primary_key=True, default=uuid4)
    reminded_at = InstantField(null=True)

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the column."""
    with db.bind_ctx([AmendmentApproval]):
        add_columns(db, AmendmentApproval, {"reminded_at": None})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop it."""
    with db.bind_ctx([AmendmentApproval]):
        drop_columns(db, "amendment_approval", "reminded_at")
