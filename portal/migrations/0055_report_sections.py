"""What the reports of a contract hold, and the sections of a report that are forms."""

from uuid import uuid4

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

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Contract(Table):
    report_sections = TextField()
    report_headings = TextField()


class Report(Table):
    pass


class ReportPart(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    code = CharField(max_length=40)
    content = TextField()
    version = IntegerField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("report", "code"), True),)


BOUND = (Person, Contract, Report, ReportPart)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the table; contracts that exist go on with the sections that they had."""
    with db.bind_ctx(BOUND):
        add_columns(db, Contract, {"report_sections": "[]", "report_headings": "[]"})
        db.create_tables([ReportPart])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table with what it holds, and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables([ReportPart])
    drop_columns(db, "contract", "report_sections", "report_headings")
