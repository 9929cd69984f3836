"""Annexes of reports, and why something that looks like personal data stays in one."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
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


class KeptTrace(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    section = CharField(max_length=40)
    kind = EnumField()
    fingerprint = CharField(max_length=64)
    reason = EnumField()
    note = CharField(max_length=300)
    kept_at = InstantField()
    kept_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("report", "section", "fingerprint"), True),)


class ReportAnnex(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    caption = CharField(max_length=200)
    shown = EnumField()
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    sent_sha256 = CharField(max_length=64)
    sent_size = IntegerField()
    added_at = InstantField()
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("report", "sha256"), True),)


NEW = (KeptTrace, ReportAnnex)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((Person, Report, *NEW)):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx(NEW):
        db.drop_tables(NEW)
