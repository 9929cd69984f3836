"""The second factor of a person, recovery codes, and sign-ins that wait for a code."""

from uuid import uuid4

from peewee import (
    BooleanField,
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


class SignIn(Table):
    half = BooleanField()
    failures = IntegerField()


class SecondFactor(Table):
    person = ForeignKeyField(Person, unique=True, on_delete="CASCADE")
    secret = TextField()
    last_step = IntegerField()
    begun_at = InstantField()
    set_at = InstantField(null=True)

    class Meta:
        legacy_table_names = False


class RecoveryCode(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    code_hash = CharField(max_length=64, index=True)
    made_at = InstantField()
    used_at = InstantField(null=True)

    class Meta:
        legacy_table_names = False


TABLES = (SecondFactor, RecoveryCode)
BOUND = (Person, SignIn, *TABLES)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables and the columns."""
    with db.bind_ctx(BOUND):
        add_columns(db, SignIn, {"half": False, "failures": 0})
        db.create_tables(TABLES)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop them."""
    with db.bind_ctx(BOUND):
        db.drop_tables(TABLES)
        drop_columns(db, "sign_in", "half", "failures")
