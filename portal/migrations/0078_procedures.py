"""Standard operating procedures with their matrix of roles; what the State pays for centres."""

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
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Centre(Table):
    pass


class Procedure(Table):
    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    language = CharField(max_length=5)
    state = EnumField(index=True)
    purpose = TextField()
    basis = TextField()
    earlier = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    remark = TextField()
    reviewer = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reviewed_at = InstantField(null=True)
    agreed_on = DateField(null=True)
    letter = CharField(max_length=120)
    state_signatory = CharField(max_length=200)
    office_signatory = CharField(max_length=200)
    agreed_at = InstantField(null=True)
    agreed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    starts_on = DateField(null=True)
    ends_on = DateField(null=True)
    reason = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "number"), True),)


class ProcedureSection(Table):
    procedure = ForeignKeyField(Procedure, on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    title = CharField(max_length=200)
    text = TextField()
    version = IntegerField()


class MatrixRow(Table):
    procedure = ForeignKeyField(Procedure, on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    name = CharField(max_length=200)
    always = BooleanField()
    duties = TextField()
    response = CharField(max_length=200)
    form = CharField(max_length=200)
    escalation = TextField()
    fallback = TextField()
    version = IntegerField()


class StateBudget(Table):
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    year = IntegerField()
    level = EnumField()
    line = CharField(max_length=200)
    currency = CharField(max_length=3)
    committed = DecimalField(max_digits=15, decimal_places=3)
    paid = DecimalField(max_digits=15, decimal_places=3)
    source = CharField(max_length=300)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "year", "line"), True),)


KNOWN = (Person, Centre)
MADE = (Procedure, ProcedureSection, MatrixRow, StateBudget)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
