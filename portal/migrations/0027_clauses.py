"""The clause library, what clauses of a contract come from, and deviations from them."""

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    DateTimeField,
    Field,
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


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Contract(Table):
    traits = TextField()


class ContractClause(Table):
    template = TextField()
    parameters = TextField()
    given = TextField()
    mandatory = BooleanField()
    left_out = BooleanField()


class ClauseVersion(Table):
    code = CharField(max_length=10)
    version = IntegerField()
    part = CharField(max_length=20)
    state = EnumField()
    titles = TextField()
    texts = TextField()
    checks = TextField()
    parameters = TextField()
    applies = TextField()
    principles = TextField()
    mandatory = BooleanField()
    owner = EnumField()
    answers = EnumField(null=True)
    replaces = CharField(max_length=10)
    retires = BooleanField()
    valid_from = DateField()
    reason = TextField()
    author = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    created_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField()

    class Meta:
        indexes = ((("code", "version"), True),)


class ContractDeviation(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    code = CharField(max_length=10)
    title = CharField(max_length=200)
    standard = TextField()
    text = TextField()
    reason = TextField()
    state = EnumField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField()


NEW = (ClauseVersion, ContractDeviation)
BOUND = (Person, Contract, ContractClause, *NEW)
CLAUSE = {
    "template": "",
    "parameters": "[]",
    "given": "{}",
    "mandatory": True,
    "left_out": False,
}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables and the columns; clauses that are there came from version 1."""
    with db.bind_ctx(BOUND):
        add_columns(db, Contract, {"traits": "[]"})
        add_columns(db, ContractClause, CLAUSE)
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW[::-1])
    drop_columns(db, "contract_clause", *CLAUSE)
    drop_columns(db, "contract", "traits")
