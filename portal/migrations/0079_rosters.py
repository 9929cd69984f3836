"""Weekly rosters of centres that the State runs."""

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


class Centre(Table):
    pass


class Roster(Table):
    reference = CharField(max_length=80, unique=True)
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    monday = DateField()
    zone = CharField(max_length=60)
    day_from = CharField(max_length=5)
    evening_from = CharField(max_length=5)
    night_from = CharField(max_length=5)
    state = EnumField(index=True)
    reasons = TextField()
    published_at = InstantField(null=True)
    published_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "monday"), True),)


class RosterPost(Table):
    roster = ForeignKeyField(Roster, backref="posts", on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    function = CharField(max_length=120)
    provider = EnumField()
    day_least = IntegerField()
    evening_least = IntegerField()
    night_least = IntegerField()
    staff = TextField()
    version = IntegerField()


KNOWN = (Person, Centre)
MADE = (Roster, RosterPost)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
