"""How much of a line of a budget is charged, and what the partner's own contribution is."""

from peewee import Database, DecimalField, Field, Model, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class EnumField(Field):
    field_type = "VARCHAR"


class BudgetLine(Model):
    id = UUIDField(primary_key=True)
    share = DecimalField(max_digits=15, decimal_places=3)
    own = EnumField()

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; lines that are there are charged whole."""
    with db.bind_ctx((BudgetLine,)):
        add_columns(db, BudgetLine, {"share": 100, "own": "cash"})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    drop_columns(db, "budget_line", "share", "own")
