"""The partner's house: profile in sections, documents, bank account, members, resemblance."""

import uuid

from peewee import (
    CharField,
    Database,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator


class CodeField(TextField):
    field_type = "VARCHAR"


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Partner(Table):
    key_people = TextField()


class Person(Table):
    pass


class PartnerProfile(Table):
    partner = ForeignKeyField(Partner, unique=True, on_delete="CASCADE")
    legal_form = CharField(max_length=120)
    authority = CharField(max_length=200)
    registered_on = DateField(null=True)
    registration_ends_on = DateField(null=True)
    services = TextField()
    populations = TextField()
    paid_women = IntegerField(null=True)
    paid_men = IntegerField(null=True)
    volunteer_women = IntegerField(null=True)
    volunteer_men = IntegerField(null=True)


class ProfileSection(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    code = CharField(max_length=20)
    version = IntegerField()
    saved_at = InstantField(null=True)
    saved_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

    class Meta:
        indexes = ((("partner", "code"), True),)


class PartnerName(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=300)
    language = CharField(max_length=60)


class PartnerAddress(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    kind = CodeField()
    street = CharField(max_length=300)
    city = CharField(max_length=120)
    country = CharField(max_length=2)


class WorkCountry(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    country = CharField(max_length=2)


class YearBudget(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    year = IntegerField()
    amount = DecimalField(max_digits=15, decimal_places=3)
    currency = CharField(max_length=3)


class KeyPerson(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    function = CharField(max_length=200)
    body = CodeField()
    birth_year = IntegerField(null=True)


class PartnerPolicy(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    kind = CodeField()
    adopted_on = DateField(null=True)
    reviewed_on = DateField(null=True)


class PastProject(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    title = CharField(max_length=300)
    donor = CharField(max_length=200)
    country = CharField(max_length=2)
    first_year = IntegerField()
    last_year = IntegerField()
    amount = DecimalField(max_digits=15, decimal_places=3, null=True)
    currency = CharField(max_length=3)


class Referee(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    organisation = CharField(max_length=300)
    email = CharField(max_length=254)
    phone = CharField(max_length=40)


class PartnerDocument(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    kind = CodeField()
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    issued_on = DateField(null=True)
    expires_on = DateField(null=True, index=True)
    year = IntegerField(null=True)
    opinion = CodeField(null=True)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")


class DocumentReminder(Table):
    document = ForeignKeyField(PartnerDocument, on_delete="CASCADE")
    days = IntegerField()
    at = InstantField()

    class Meta:
        indexes = ((("document", "days"), True),)


class BankAccount(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    state = CodeField()
    holder = CharField(max_length=200)
    bank = CharField(max_length=200)
    country = CharField(max_length=2)
    number = CharField(max_length=40)
    bic = CharField(max_length=11)
    currency = CharField(max_length=3)
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    reason = CharField(max_length=300)


class MemberInvitation(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    email = CharField(max_length=254)
    roles = TextField()
    token_hash = CharField(max_length=64, unique=True)
    language = CharField(max_length=2)
    created_by = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    expires_at = InstantField()
    accepted_at = InstantField(null=True)
    revoked_at = InstantField(null=True)


class JoinRequest(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    state = CodeField()
    asked_at = InstantField()
    told_at = InstantField(null=True)
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class Resemblance(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    other = ForeignKeyField(Partner, on_delete="CASCADE")
    grounds = CodeField()
    reason = TextField()
    noted_at = InstantField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    note = TextField()


class ProfileIssue(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    version = IntegerField()
    content = TextField()
    issued_at = InstantField()

    class Meta:
        indexes = ((("partner", "version"), True),)


TABLES = (
    PartnerProfile,
    ProfileSection,
    PartnerName,
    PartnerAddress,
    WorkCountry,
    YearBudget,
    KeyPerson,
    PartnerPolicy,
    PastProject,
    Referee,
    PartnerDocument,
    DocumentReminder,
    BankAccount,
    MemberInvitation,
    JoinRequest,
    Resemblance,
    ProfileIssue,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables, and a row for each key person of the partners that are here."""
    with db.bind_ctx((Partner, *TABLES)):
        db.create_tables(TABLES)
        for partner in Partner.select(Partner.id, Partner.key_people):
            for position, row in enumerate(_people(partner.key_people), 1):
                KeyPerson.create(id=uuid.uuid4(), partner=partner.id, position=position, **row)


def _people(text: str) -> list[dict[str, str]]:
    """Return name and function of each line; the part after the first comma is the function."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    cut = [line.partition(",") for line in lines]
    return [
        {"name": name.strip()[:200], "function": rest.strip()[:200], "body": "management"}
        for name, _, rest in cut
    ]


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold; the lines of key people still stand in partner."""
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
