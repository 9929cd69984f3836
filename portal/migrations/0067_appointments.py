"""Letters of appointment of those who hold a seat, as files."""

from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Seat(Table):
    pass


class AppointmentLetter(Table):
    seat = ForeignKeyField(Seat, on_delete="CASCADE")
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")
    added_at = InstantField()


BOUND = (Person, Seat, AppointmentLetter)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    with db.bind_ctx(BOUND):
        db.create_tables([AppointmentLetter])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table."""
    with db.bind_ctx(BOUND):
        db.drop_tables([AppointmentLetter])
