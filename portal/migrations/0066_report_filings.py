"""What a report said each time it was submitted."""

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


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Report(Table):
    pass


class ReportFiling(Table):
    report = ForeignKeyField(Report, on_delete="RESTRICT")
    round = IntegerField()
    content = TextField()
    hash = CharField(max_length=64)
    filed_at = InstantField()

    class Meta:
        legacy_table_names = False
        indexes = ((("report", "round"), True),)


BOUND = (Report, ReportFiling)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    with db.bind_ctx(BOUND):
        db.create_tables([ReportFiling])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table."""
    with db.bind_ctx(BOUND):
        db.drop_tables([ReportFiling])
