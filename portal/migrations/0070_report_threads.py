"""Threads on the sections of a report, and who of a partner writes which section."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    Field,
    ForeignKeyField,
    Model,
    TextField,
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


class Person(Table):
    pass


class Report(Table):
    pass


class ReportComment(Table):
    state = EnumField(default="open")
    settled_at = InstantField(null=True)


class ReportAnswer(Table):
    comment = ForeignKeyField(ReportComment, on_delete="CASCADE")
    text = TextField()
    made_at = InstantField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")


class ReportAssignment(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    assigned_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    assigned_at = InstantField()
    done_at = InstantField(null=True)

    class Meta:
        legacy_table_names = False
        indexes = ((("report", "section"), True),)


MADE = (ReportAnswer, ReportAssignment)
BOUND = (Person, Report, ReportComment, *MADE)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and both tables."""
    with db.bind_ctx(BOUND):
        add_columns(db, ReportComment, {"state": "open", "settled_at": None})
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop them."""
    with db.bind_ctx(BOUND):
        db.drop_tables(MADE)
        drop_columns(db, "report_comment", "state", "settled_at")
