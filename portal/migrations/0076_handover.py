"""Handover plans of centres with their milestones, shares of the budget and reviews."""

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


class HandoverPlan(Table):
    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    replaces = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(index=True)
    language = CharField(max_length=2)
    authority = CharField(max_length=300)
    planned_on = DateField()
    capacity = IntegerField()
    staff_iom = IntegerField()
    staff_state = IntegerField()
    baseline = TextField()
    conditions = TextField()
    support = TextField()
    reason = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    changed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    letter = CharField(max_length=120)
    agreed_on = DateField(null=True)
    act = CharField(max_length=120)
    handed_on = DateField(null=True)
    receiver = CharField(max_length=200)
    handed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    remark = TextField()
    closed_at = InstantField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "number"), True),)


class HandoverGoal(Table):
    plan = ForeignKeyField(HandoverPlan, backref="+", on_delete="CASCADE")
    code = CharField(max_length=10)
    position = IntegerField()
    title = CharField(max_length=300)
    side = EnumField()
    function = CharField(max_length=200)
    due_on = DateField()
    evidence = TextField()
    risk = TextField()
    state = EnumField()
    marked_on = DateField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("plan", "code"), True),)


class HandoverYear(Table):
    plan = ForeignKeyField(HandoverPlan, backref="+", on_delete="CASCADE")
    year = IntegerField()
    iom = IntegerField()
    state = IntegerField()
    reason = TextField()

    class Meta:
        indexes = ((("plan", "year"), True),)


class HandoverMark(Table):
    goal = ForeignKeyField(HandoverGoal, backref="+", on_delete="CASCADE")
    state = EnumField()
    marked_on = DateField()
    text = TextField()
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    made_at = InstantField()
    made_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")


class HandoverReview(Table):
    plan = ForeignKeyField(HandoverPlan, backref="+", on_delete="CASCADE")
    number = IntegerField()
    due_on = DateField()
    held_on = DateField(null=True)
    text = TextField()
    made_at = InstantField(null=True)
    made_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    version = IntegerField()

    class Meta:
        indexes = ((("plan", "number"), True),)


KNOWN = (Person, Centre)
MADE = (HandoverPlan, HandoverGoal, HandoverYear, HandoverMark, HandoverReview)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
