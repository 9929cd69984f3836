"""The scoring desk: versions of scores, notes to oneself, packs, and the reveal by lot."""

from peewee import (
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
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Call(Table):
    revealed_lots = IntegerField(default=0)


class Lot(Table):
    pass


class Person(Table):
    pass


class Seat(Table):
    pass


class Scorecard(Table):
    pass


class Score(Table):
    version = IntegerField(default=1)
    saved_at = InstantField(null=True)


class CardNote(Table):
    scorecard = ForeignKeyField(Scorecard, unique=True, on_delete="CASCADE")
    text = TextField()
    version = IntegerField()
    saved_at = InstantField()


class LotReveal(Table):
    lot = ForeignKeyField(Lot, unique=True, on_delete="CASCADE")
    revealed_by = ForeignKeyField(Person, on_delete="RESTRICT")
    revealed_at = InstantField()
    scorecards = IntegerField()


class ScoringPack(Table):
    seat = ForeignKeyField(Seat, on_delete="CASCADE")
    lot = ForeignKeyField(Lot, on_delete="CASCADE")
    asked_at = InstantField()

    class Meta:
        indexes = ((("seat", "lot"), True),)


NEW = (CardNote, LotReveal, ScoringPack)
BOUND = (Call, Lot, Person, Seat, Scorecard, Score, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables; a score that is there is its first version."""
    with db.bind_ctx(BOUND):
        add_columns(db, Call, {"revealed_lots": 0})
        add_columns(db, Score, {"version": 1, "saved_at": None})
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold, and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW)
    drop_columns(db, "score", "version", "saved_at")
    drop_columns(db, "call", "revealed_lots")
