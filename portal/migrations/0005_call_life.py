"""Invitations, concept notes, direct selection, review, planned publication, cancellation."""

from peewee import (
    CharField,
    Database,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator, migrate


class CodeField(TextField):
    field_type = "VARCHAR"


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Partner(Table):
    pass


class Person(Table):
    pass


class Call(Table):
    pass


class Invitation(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    partner = ForeignKeyField(Partner, on_delete="RESTRICT")
    invited_at = InstantField()
    mailed_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "partner"), True),)


class ConceptNote(Table):
    reference = CharField(max_length=40, null=True, unique=True)
    partner = ForeignKeyField(Partner, on_delete="RESTRICT")
    state = CodeField()
    title = CharField(max_length=300)
    country = CharField(max_length=2)
    city = CharField(max_length=120)
    problem = TextField()
    approach = TextField()
    services = TextField()
    amount = DecimalField(max_digits=15, decimal_places=3, null=True)
    currency = CharField(max_length=3)
    months = IntegerField(null=True)
    language = CharField(max_length=2)
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField()
    created_at = InstantField()
    sent_at = InstantField(null=True, index=True)
    answer = TextField()
    answered_at = InstantField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    call = ForeignKeyField(Call, null=True, on_delete="SET NULL")


class DirectSelection(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    reason = CodeField(null=True)
    text = TextField()
    evidence = TextField()
    approved_at = InstantField(null=True)
    approved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class ReviewComment(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    section = CharField(max_length=40)
    text = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class Publication(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    planner = ForeignKeyField(Person, on_delete="RESTRICT")
    planned_at = InstantField()
    dropped_at = InstantField(null=True)
    broken = TextField()


class Cancellation(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    reasons = TextField()
    stood = CodeField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    cancelled_at = InstantField()


TABLES = (
    Invitation,
    ConceptNote,
    DirectSelection,
    ReviewComment,
    Publication,
    Cancellation,
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables, and the time at which a call is to be published."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    migrate(migrator.add_column("call", "publish_at", InstantField(null=True)))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold, and the column."""
    migrate(migrator.drop_column("call", "publish_at"))
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
