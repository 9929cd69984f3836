"""The risk register with the history of ratings, and the performance of partners."""

from peewee import (
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


class Partner(Table):
    pass


class Contract(Table):
    pass


class Centre(Table):
    pass


class Risk(Table):
    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    contract = ForeignKeyField(Contract, backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(index=True)
    category = CharField(max_length=40)
    title = CharField(max_length=200)
    text = TextField()
    likelihood = IntegerField()
    impact = IntegerField()
    treatment = EnumField()
    measures = TextField()
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    review_on = DateField()
    reason = TextField()
    closed_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "number"), True),)


class RiskRating(Table):
    risk = ForeignKeyField(Risk, on_delete="CASCADE")
    likelihood = IntegerField()
    impact = IntegerField()
    reason = TextField()
    made_at = InstantField()
    made_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")


class Performance(Table):
    contract = ForeignKeyField(Contract, backref="+", unique=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    state = EnumField()
    ratings = TextField()
    overall = CharField(max_length=10)
    summary = TextField()
    facts = TextField()
    comment = TextField()
    shared_at = InstantField(null=True)
    shared_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    commented_at = InstantField(null=True)
    commented_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()


KNOWN = (Person, Partner, Contract, Centre)
MADE = (Risk, RiskRating, Performance)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
