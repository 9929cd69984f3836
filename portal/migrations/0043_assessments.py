"""Assessments of partners: capacity, and prevention of sexual exploitation and abuse."""

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


class Assessment(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    kind = EnumField()
    state = EnumField(index=True)
    library = CharField(max_length=20)
    findings = TextField()
    summary = TextField()
    version = IntegerField()
    started_at = InstantField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    sent_at = InstantField(null=True)
    sent_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    answer = TextField()
    rating = CharField(max_length=20)
    result = TextField()
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    valid_until = DateField(null=True)


BOUND = (Person, Partner, Assessment)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the table."""
    with db.bind_ctx(BOUND):
        db.create_tables((Assessment,))


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table with what it holds."""
    with db.bind_ctx(BOUND):
        db.drop_tables((Assessment,))
