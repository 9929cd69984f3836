"""Cooperation agreements on jointly managed centres, with parties, duties and financing."""

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


class Centre(Table):
    pass


class CooperationAgreement(Table):
    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    amends = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(index=True)
    language = CharField(max_length=2)
    purpose = TextField()
    premises = TextField()
    premises_owner = TextField()
    assets = TextField()
    starts_on = DateField(null=True)
    ends_on = DateField(null=True)
    renewal = TextField()
    confidentiality = TextField()
    handover = TextField()
    disputes = TextField()
    privileges = TextField()
    frequency_days = IntegerField()
    quorum_iom = IntegerField()
    quorum_government = IntegerField()
    minutes_days = IntegerField()
    chairing = EnumField()
    escalation = TextField()
    comment = TextField()
    sent_at = InstantField(null=True)
    cleared_at = InstantField(null=True)
    cleared_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    signed_on = DateField(null=True)
    iom_signatory = CharField(max_length=200)
    iom_function = CharField(max_length=200)
    government_signatory = CharField(max_length=200)
    government_function = CharField(max_length=200)
    scan_reference = CharField(max_length=200)
    in_force_on = DateField(null=True)
    suspended_on = DateField(null=True)
    ending = EnumField(null=True)
    ended_on = DateField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    edited_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField()

    class Meta:
        indexes = ((("centre", "number"), True),)


class AgreementParty(Table):
    agreement = ForeignKeyField(CooperationAgreement, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    side = EnumField()
    name = CharField(max_length=300)
    mandate = TextField()


class AgreementDuty(Table):
    agreement = ForeignKeyField(CooperationAgreement, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    party = UUIDField()
    responsibility = TextField()
    limits = TextField()
    accountability = TextField()


class FinancingLine(Table):
    agreement = ForeignKeyField(CooperationAgreement, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    party = UUIDField()
    name = CharField(max_length=300)
    amount = DecimalField(max_digits=15, decimal_places=3)
    currency = CharField(max_length=3)
    year = IntegerField()


KNOWN = (Person, Centre)
MADE = (CooperationAgreement, AgreementParty, AgreementDuty, FinancingLine)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.create_tables(MADE)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx((*KNOWN, *MADE)):
        db.drop_tables(MADE[::-1])
