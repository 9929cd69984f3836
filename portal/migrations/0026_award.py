"""Minutes with their signatures, rounds of approval, and what a partner is told of its work."""

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


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Call(Table):
    pass


class Person(Table):
    pass


class Proposal(Table):
    pass


class Minutes(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    edition = IntegerField()
    state = EnumField()
    held_on = DateField()
    place = CharField(max_length=200)
    agenda = TextField()
    government = TextField()
    attendance = TextField()
    decisions = TextField()
    procedure = TextField()
    version = IntegerField()
    drafted_by = ForeignKeyField(Person, on_delete="RESTRICT")
    drafted_at = InstantField()
    offered_at = InstantField(null=True)
    signed_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "edition"), True),)


class MinutesSignature(Table):
    minutes = ForeignKeyField(Minutes, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    dissent = TextField()
    signed_at = InstantField()

    class Meta:
        indexes = ((("minutes", "person"), True),)


class AwardRound(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    state = EnumField()
    cause = CharField(max_length=20)
    choices = TextField()
    amount = DecimalField(max_digits=15, decimal_places=3)
    minutes = ForeignKeyField(Minutes, null=True, on_delete="RESTRICT")
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    reviewer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reviewed_at = InstantField(null=True)
    review_note = TextField()
    approver = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    second = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    second_at = InstantField(null=True)
    comment = TextField()
    ended_at = InstantField(null=True)
    letters_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "number"), True),)


class Appraisal(Table):
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="CASCADE")
    strengths = TextField()
    weaknesses = TextField()
    version = IntegerField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    saved_at = InstantField()


MADE = (Minutes, MinutesSignature, AwardRound, Appraisal)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((Call, Person, Proposal, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx(MADE):
        db.drop_tables(MADE)
