"""Reminders of reports, and by how many days a report was filed late."""

from uuid import uuid4

from peewee import (
    Database,
    DateTimeField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Report(Table):
    days_late = IntegerField(null=True)


class ReportReminder(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    kind = EnumField()
    number = IntegerField()
    sent_at = InstantField()

    class Meta:
        legacy_table_names = False
        indexes = ((("report", "kind", "number"), True),)


BOUND = (Report, ReportReminder)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the column and the table."""
    with db.bind_ctx(BOUND):
        add_columns(db, Report, {"days_late": None})
        db.create_tables([ReportReminder])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop both."""
    with db.bind_ctx(BOUND):
        db.drop_tables([ReportReminder])
        drop_columns(db, "report", "days_late")
