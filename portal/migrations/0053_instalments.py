"""When instalments are due, what they wait for, and requests for them."""

from peewee import (
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


class BankAccount(Table):
    pass


class Instalment(Table):
    due = EnumField()
    due_on = DateField(null=True)
    due_report = IntegerField(null=True)
    conditions = TextField()
    state = EnumField()


class InstalmentRequest(Table):
    instalment = ForeignKeyField(Instalment, on_delete="RESTRICT")
    round = IntegerField()
    amount = DecimalField(max_digits=15, decimal_places=3)
    lines = TextField()
    statements = TextField()
    note = TextField()
    requested_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    requested_at = InstantField()
    verified_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    verified_at = InstantField(null=True)
    verifier_note = TextField()
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    account = ForeignKeyField(BankAccount, backref="+", null=True, on_delete="RESTRICT")
    rejected_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    rejected_at = InstantField(null=True)
    reason = TextField()
    paid_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    paid_at = InstantField(null=True)
    bank_reference = CharField(max_length=80, null=True, unique=True)
    value_date = DateField(null=True)

    class Meta:
        indexes = ((("instalment", "round"), True),)


BOUND = (Person, BankAccount, Instalment, InstalmentRequest)
NEW: dict[str, object] = {"due": "signature", "conditions": "[]", "state": "planned"}
DATES: dict[str, object] = {"due_on": None, "due_report": None}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add columns and table; what is agreed already waits for its words alone."""
    with db.bind_ctx(BOUND):
        add_columns(db, Instalment, NEW | DATES)
        db.create_tables((InstalmentRequest,))


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables((InstalmentRequest,))
    drop_columns(db, "instalment", *NEW, *DATES)
