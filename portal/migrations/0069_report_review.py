"""Reports are reviewed section by section, at two desks side by side."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


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


class SectionDecision(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    section = CharField(max_length=40)
    state = EnumField()
    comment = TextField()
    fingerprint = CharField(max_length=64)
    version = IntegerField()
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        legacy_table_names = False
        indexes = ((("report", "section"), True),)


class ReportDesk(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    desk = EnumField()
    state = EnumField()
    finished_at = InstantField(null=True)
    finished_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        legacy_table_names = False
        indexes = ((("report", "desk"), True),)


MADE = (SectionDecision, ReportDesk)
BOUND = (Person, Report, *MADE)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add both tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop them."""
    with db.bind_ctx(BOUND):
        db.drop_tables(MADE)
