"""Management committees of jointly managed centres: members, meetings, decisions, consents."""

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


class CooperationAgreement(Table):
    pass


class ManagementCommitteeMember(Table):
    centre = ForeignKeyField(Centre, backref="+", on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    side = EnumField()
    name = CharField(max_length=200)
    function = CharField(max_length=200)
    deputy = CharField(max_length=200)
    chair = BooleanField()
    from_on = DateField()
    until_on = DateField(null=True)


class ManagementCommitteeMeeting(Table):
    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    agreement = ForeignKeyField(CooperationAgreement, backref="+", on_delete="RESTRICT")
    state = EnumField(index=True)
    held_on = DateField()
    starts_at = CharField(max_length=5)
    place = CharField(max_length=300)
    agenda = TextField()
    attendance = TextField()
    quorum_iom = IntegerField()
    quorum_government = IntegerField()
    minutes_due_on = DateField()
    circulated_at = InstantField(null=True)
    agreed_at = InstantField(null=True)
    comment = TextField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "number"), True),)


class MeetingDecision(Table):
    meeting = ForeignKeyField(ManagementCommitteeMeeting, on_delete="CASCADE")
    reference = CharField(max_length=70, unique=True)
    position = IntegerField()
    text = TextField()
    side = EnumField()
    function = CharField(max_length=200)
    due_on = DateField()
    state = EnumField(index=True)
    reason = TextField()
    settled_on = DateField(null=True)


class MinutesConsent(Table):
    meeting = ForeignKeyField(ManagementCommitteeMeeting, on_delete="CASCADE")
    side = EnumField()
    name = CharField(max_length=200)
    function = CharField(max_length=200)
    given_on = DateField()
    scan_reference = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    recorded_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    recorded_at = InstantField()

    class Meta:
        indexes = ((("meeting", "side"), True),)


KNOWN = (Person, Centre, CooperationAgreement)
MADE = (ManagementCommitteeMember, ManagementCommitteeMeeting, MeetingDecision, MinutesConsent)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
