"""How often each minimum standard of a call's own is checked."""

from peewee import Database, Field, Model
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class EnumField(Field):
    field_type = "VARCHAR"


class ServiceNeed(Model):
    frequency = EnumField()

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Let what calls ask for now be checked with each report, as it was."""
    with db.bind_ctx([ServiceNeed]):
        add_columns(db, ServiceNeed, {"frequency": "report"})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop it again."""
    drop_columns(db, "service_need", "frequency")
