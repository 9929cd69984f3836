"""Seats in full: appointment, alternate, declarations by lot, replacements, requests."""

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
from playhouse.migrate import SchemaMigrator, migrate

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


class Call(Table):
    pass


class Seat(Table):
    institution = CharField(max_length=200)
    appointment = CharField(max_length=200)
    appointed_on = DateField(null=True)
    reads_proposals = BooleanField()
    lots_shut = TextField()
    left_at = InstantField(null=True)


class Scorecard(Table):
    voided_at = InstantField(null=True)
    void_cause = EnumField(null=True)
    void_reason = TextField()


class SeatDeclaration(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    seat = ForeignKeyField(Seat, on_delete="CASCADE")
    number = IntegerField()
    answers = TextField()
    text = TextField()
    undertaking = CharField(max_length=20)
    whole = BooleanField()
    lots_shut = TextField()
    made_at = InstantField()

    class Meta:
        indexes = ((("call", "number"), True),)


class SeatReplacement(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    cause = EnumField()
    out = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
    into = ForeignKeyField(Seat, backref="+", on_delete="CASCADE")
    lots = TextField()
    reason = TextField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = InstantField()


class ObserverComment(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    seat = ForeignKeyField(Seat, on_delete="CASCADE")
    text = TextField()
    made_at = InstantField()


class ObjectionRequest(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    seat = ForeignKeyField(Seat, on_delete="CASCADE")
    state = EnumField()
    asked_at = InstantField()
    due_on = DateField()
    answered_at = InstantField(null=True)
    reasons = TextField()


NEW = (SeatDeclaration, SeatReplacement, ObserverComment, ObjectionRequest)
BOUND = (Person, Call, Seat, Scorecard, *NEW)
SEAT = {
    "institution": "",
    "appointment": "",
    "appointed_on": None,
    "reads_proposals": True,
    "lots_shut": "[]",
    "left_at": None,
}
SCORECARD = {"voided_at": None, "void_cause": None, "void_reason": ""}


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables, and give seats and scorecards what they lack."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)
        add_columns(db, Seat, SEAT)
        add_columns(db, Scorecard, SCORECARD)
        alternate = ForeignKeyField(Person, field=Person.id, null=True, on_delete="RESTRICT")
        migrate(migrator.add_column("seat", "alternate_id", alternate))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns and the tables with what they hold."""
    with db.bind_ctx(BOUND):
        migrate(migrator.drop_index("seat", "seat_alternate_id"))
        drop_columns(db, "seat", "alternate_id", *SEAT)
        drop_columns(db, "scorecard", *SCORECARD)
        db.drop_tables(NEW)
