"""Reports on the portfolio that were asked for."""

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
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class PortfolioReport(Table):
    number = CharField(max_length=60, unique=True)
    filters = TextField()
    content = TextField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    with db.bind_ctx((Person, PortfolioReport)):
        db.create_tables((PortfolioReport,))


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table."""
    with db.bind_ctx((Person, PortfolioReport)):
        db.drop_tables((PortfolioReport,))
