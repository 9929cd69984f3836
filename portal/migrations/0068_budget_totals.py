"""The total that a partner states, which figure counts, and who looked at a difference."""

from uuid import uuid4

from peewee import (
    Database,
    DateTimeField,
    DecimalField,
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


class Proposal(Table):
    pass


class Call(Table):
    price_rule = EnumField()


class BudgetTotal(Table):
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="CASCADE")
    amount = DecimalField(max_digits=15, decimal_places=3)


class BudgetCheck(Table):
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="RESTRICT")
    stated = DecimalField(max_digits=15, decimal_places=3)
    computed = DecimalField(max_digits=15, decimal_places=3)
    reason = TextField()
    confirmed_at = InstantField()
    confirmed_by = ForeignKeyField(Person, on_delete="RESTRICT")


MADE = (BudgetTotal, BudgetCheck)
BOUND = (Person, Proposal, Call, *MADE)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables; in calls that are there the computed figure counts, as it did."""
    with db.bind_ctx(BOUND):
        db.create_tables(MADE)
        add_columns(db, Call, {"price_rule": "computed"})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables and the column."""
    with db.bind_ctx(BOUND):
        db.drop_tables(MADE)
    drop_columns(db, "call", "price_rule")
