"""What administrators did to accounts, and the last day of a role."""

from uuid import uuid4

from peewee import (
    Database,
    DateField,
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


class Grant(Table):
    until = DateField(null=True)


class AccountAct(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    kind = EnumField()
    role = EnumField(null=True)
    until = DateField(null=True)
    reason = TextField()
    done_at = InstantField()
    done_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")

    class Meta:
        legacy_table_names = False


BOUND = (Person, Grant, AccountAct)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table and the column."""
    with db.bind_ctx(BOUND):
        add_columns(db, Grant, {"until": None})
        db.create_tables([AccountAct])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop both."""
    with db.bind_ctx(BOUND):
        db.drop_tables([AccountAct])
        drop_columns(db, "grant", "until")
