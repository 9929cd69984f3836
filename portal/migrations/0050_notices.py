"""Notices that suspend, resume or end a contract."""

from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    DateTimeField,
    DecimalField,
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


class Contract(Table):
    pass


class ContractNotice(Table):
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    number = IntegerField()
    kind = EnumField()
    side = EnumField()
    state = EnumField()
    ground = CharField(max_length=40)
    clause = CharField(max_length=10)
    reason = TextField()
    days = IntegerField()
    working = BooleanField()
    effective_on = DateField(null=True)
    paid = DecimalField(max_digits=15, decimal_places=3, null=True)
    spent = DecimalField(max_digits=15, decimal_places=3, null=True)
    comment = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    given_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    given_at = InstantField(null=True)
    agreed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    agreed_at = InstantField(null=True)

    class Meta:
        indexes = ((("contract", "number"), True),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    with db.bind_ctx((Person, Contract, ContractNotice)):
        db.create_tables([ContractNotice])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table."""
    with db.bind_ctx((Person, Contract, ContractNotice)):
        db.drop_tables([ContractNotice])
