"""Visits with checklist, photos and findings, and the action points of a contract."""

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


class Person(Table):
    pass


class Partner(Table):
    pass


class Contract(Table):
    pass


class Site(Table):
    pass


class Visit(Table):
    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    kind = EnumField()
    state = EnumField(index=True)
    planned_on = DateField()
    visited_on = DateField(null=True)
    site = ForeignKeyField(Site, backref="+", null=True, on_delete="RESTRICT")
    agenda = TextField()
    period = CharField(max_length=200)
    auditor = CharField(max_length=200)
    opinion = EnumField(null=True)
    tested = DecimalField(max_digits=15, decimal_places=3, null=True)
    ineligible = DecimalField(max_digits=15, decimal_places=3, null=True)
    refunded = DecimalField(max_digits=15, decimal_places=3, null=True)
    supported = DecimalField(max_digits=15, decimal_places=3, null=True)
    justified = DecimalField(max_digits=15, decimal_places=3, null=True)
    written_off = DecimalField(max_digits=15, decimal_places=3, null=True)
    controls = TextField()
    summary = TextField()
    comment = TextField()
    commented_at = InstantField(null=True)
    commented_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reason = TextField()
    reported_at = InstantField(null=True)
    reported_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    closed_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()
    checklist_version = IntegerField()

    class Meta:
        indexes = ((("contract", "number"), True),)


class VisitMember(Table):
    visit = ForeignKeyField(Visit, on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")

    class Meta:
        indexes = ((("visit", "person"), True),)


class VisitItem(Table):
    visit = ForeignKeyField(Visit, on_delete="CASCADE")
    position = IntegerField()
    source = CharField(max_length=20)
    code = CharField(max_length=10)
    text = TextField()
    means = TextField()
    result = EnumField()
    note = TextField()

    class Meta:
        indexes = ((("visit", "position"), True),)


class Finding(Table):
    visit = ForeignKeyField(Visit, on_delete="CASCADE")
    position = IntegerField()
    item = ForeignKeyField(VisitItem, backref="+", null=True, on_delete="SET NULL")
    category = CharField(max_length=40)
    severity = EnumField()
    text = TextField()
    place = CharField(max_length=200)
    action = TextField()
    owner = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    due_on = DateField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("visit", "position"), True),)


class VisitPhoto(Table):
    visit = ForeignKeyField(Visit, on_delete="CASCADE")
    item = ForeignKeyField(VisitItem, backref="+", null=True, on_delete="CASCADE")
    finding = ForeignKeyField(Finding, backref="+", null=True, on_delete="CASCADE")
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")


class ActionPoint(Table):
    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    finding = ForeignKeyField(Finding, null=True, on_delete="RESTRICT")
    state = EnumField(index=True)
    text = TextField()
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    due_on = DateField()
    answer = TextField()
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    path = CharField(max_length=200)
    done_at = InstantField(null=True)
    done_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    remark = TextField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reopened = IntegerField()
    reminded_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()

    class Meta:
        indexes = ((("contract", "number"), True),)


KNOWN = (Person, Partner, Contract, Site)
MADE = (Visit, VisitMember, VisitItem, Finding, VisitPhoto, ActionPoint)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
