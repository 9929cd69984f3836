"""Kinds of reports, and why an ad hoc one was asked for."""

from uuid import uuid4

from peewee import (
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
    kind = EnumField()


class ReportRequest(Table):
    report = ForeignKeyField(Report, unique=True, on_delete="CASCADE")
    reason = TextField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()

    class Meta:
        legacy_table_names = False


BOUND = (Person, Report, ReportRequest)
BY_MONTHS = """UPDATE report SET kind = (
    SELECT CASE contract.report_every_months WHEN 1 THEN 'monthly' WHEN 3 THEN 'quarterly'
        WHEN 6 THEN 'half_yearly' ELSE 'periodic' END
    FROM contract WHERE contract.id = report.contract_id)"""
LAST = """UPDATE report SET kind = 'final' WHERE state <> 'accepted' AND number = (
    SELECT MAX(other.number) FROM report AS other
    WHERE other.contract_id = report.contract_id)"""


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add column and table; the last report of a contract is its final one if still open."""
    with db.bind_ctx(BOUND):
        add_columns(db, Report, {"kind": "periodic"})
        db.create_tables([ReportRequest])
        db.execute_sql(BY_MONTHS)  # type: ignore[no-untyped-call]  # peewee has no types
        db.execute_sql(LAST)  # type: ignore[no-untyped-call]  # peewee has no types


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop both."""
    with db.bind_ctx(BOUND):
        db.drop_tables([ReportRequest])
        drop_columns(db, "report", "kind")
