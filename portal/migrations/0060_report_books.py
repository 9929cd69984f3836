"""Workbooks of reports that were read back and wait for a choice."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Report(Table):
    pass


class ReportBook(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    content = TextField()
    filename = CharField(max_length=200)
    sent_at = InstantField()
    sent_by = ForeignKeyField(Person, on_delete="RESTRICT")
    taken_at = InstantField(null=True)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    with db.bind_ctx((Person, Report, ReportBook)):
        db.create_tables([ReportBook])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table."""
    with db.bind_ctx((Person, Report, ReportBook)):
        db.drop_tables([ReportBook])
