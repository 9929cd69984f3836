"""The first schema, up to the award: people, centres, calls, proposals, the committee."""

from peewee import (
    BooleanField,
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
    name = CharField(max_length=300)
    acronym = CharField(max_length=30)
    country = CharField(max_length=2)
    city = CharField(max_length=120)
    address = CharField(max_length=300)
    registration = CharField(max_length=120)
    founded = IntegerField(null=True)
    website = CharField(max_length=200)
    mandate = TextField()
    staff = IntegerField(null=True)
    yearly_budget = CharField(max_length=60)
    bank_holder = CharField(max_length=200)
    key_people = TextField()
    language = CharField(max_length=2)
    version = IntegerField()
    created_at = InstantField()


class Person(Table):
    email = CharField(max_length=254, unique=True)
    name = CharField(max_length=200)
    password_hash = CharField(max_length=200)
    language = CharField(max_length=2)
    partner = ForeignKeyField(Partner, null=True, on_delete="RESTRICT")
    confirmed_at = InstantField(null=True)
    disabled_at = InstantField(null=True)
    seen_at = InstantField(null=True)
    created_at = InstantField()


class Grant(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    role = CodeField()

    class Meta:
        indexes = ((("person", "role"), True),)


class SignIn(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    second_factor = BooleanField()
    created_at = InstantField()
    seen_at = InstantField()
    expires_at = InstantField()
    revoked_at = InstantField(null=True)


class MailToken(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    purpose = CharField(max_length=20)
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class RateHit(Table):
    key = CharField(max_length=300, unique=True)
    hits = IntegerField()
    expires_at = InstantField()


class Centre(Table):
    reference = CharField(max_length=40, unique=True)
    slug = CharField(max_length=40, unique=True)
    name = CharField(max_length=300)
    country = CharField(max_length=2)
    model = CodeField()
    model_reason = TextField()
    authority = CharField(max_length=300)
    requested_on = DateField()
    request = TextField()
    strategy = TextField()
    handover = TextField()
    risks = TextField()
    capacity = IntegerField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField()
    created_at = InstantField()


class Site(Table):
    centre = ForeignKeyField(Centre, on_delete="CASCADE")
    position = IntegerField()
    city = CharField(max_length=120)
    kind = CodeField()
    places = IntegerField()
    note = CharField(max_length=300)


class Call(Table):
    reference = CharField(max_length=40, unique=True)
    slug = CharField(max_length=40, unique=True)
    centre = ForeignKeyField(Centre, on_delete="RESTRICT")
    state = CodeField()
    title = CharField(max_length=300)
    language = CharField(max_length=2)
    currency = CharField(max_length=3)
    zone = CharField(max_length=60)
    background = TextField()
    objectives = TextField()
    target_groups = TextField()
    scope = TextField()
    staffing = TextField()
    hours = TextField()
    data_profile = TextField()
    services = TextField()
    standards = TextField()
    threshold = IntegerField()
    indirect_ceiling = IntegerField()
    months = IntegerField()
    report_every_months = IntegerField()
    report_days = IntegerField()
    starts_on = DateField(null=True)
    deadline = InstantField(null=True)
    opening_at = InstantField(null=True)
    results_on = DateField(null=True)
    government_reason = TextField()
    review_comment = TextField()
    award_comment = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField()
    created_at = InstantField()
    published_at = InstantField(null=True)
    opened_at = InstantField(null=True)
    opening_starter = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    opening_confirmer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    opening_started_at = InstantField(null=True)
    awarded_at = InstantField(null=True)


class Lot(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    city = CharField(max_length=120)
    title = CharField(max_length=300)
    scope = TextField()
    places = IntegerField()
    apartments = IntegerField()
    ceiling = DecimalField(max_digits=15, decimal_places=3)

    class Meta:
        indexes = ((("call", "number"), True),)


class Criterion(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    question = TextField()
    guidance = TextField()
    weight = IntegerField()
    words = IntegerField()


class Indicator(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    unit = CharField(max_length=60)
    disaggregated = BooleanField()
    target = IntegerField()


class Seat(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    kind = CodeField()
    chair = BooleanField()
    government = BooleanField()
    declared_at = InstantField(null=True)
    conflict = BooleanField()
    declaration = TextField()

    class Meta:
        indexes = ((("call", "person"), True),)


class Proposal(Table):
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    lot = ForeignKeyField(Lot, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, on_delete="RESTRICT")
    state = CodeField()
    number = CharField(max_length=60, null=True, unique=True)
    declared = BooleanField()
    declarations = TextField()
    declarations_version = IntegerField()
    budget_version = IntegerField()
    created_at = InstantField()
    submitted_at = InstantField(null=True)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    receipt = CharField(max_length=40, null=True, unique=True)
    fingerprint = CharField(max_length=64)
    screening = TextField()
    screening_reason = TextField()
    screened_at = InstantField(null=True)
    screened_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("lot", "partner"), True),)


class Answer(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    text = TextField()
    version = IntegerField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "criterion"), True),)


class BudgetLine(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    description = CharField(max_length=300)
    unit = CharField(max_length=60)
    quantity = DecimalField(max_digits=15, decimal_places=3)
    unit_cost = DecimalField(max_digits=15, decimal_places=3)
    months = IntegerField()


class Attachment(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")


class SanctionsEntry(Table):
    reference = CharField(max_length=60, unique=True)
    kind = CharField(max_length=20)
    names = TextField()
    listed_on = CharField(max_length=10)


class SanctionsVerdict(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    entry = ForeignKeyField(SanctionsEntry, on_delete="RESTRICT")
    name = CharField(max_length=300)
    same = BooleanField()
    reason = TextField()
    decided_at = InstantField()
    decided_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "entry", "name"), True),)


class Scorecard(Table):
    seat = ForeignKeyField(Seat, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    state = CodeField()
    version = IntegerField()
    locked_at = InstantField(null=True)

    class Meta:
        indexes = ((("seat", "proposal"), True),)


class Score(Table):
    scorecard = ForeignKeyField(Scorecard, on_delete="CASCADE")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    value = IntegerField(null=True)
    reason = TextField()

    class Meta:
        indexes = ((("scorecard", "criterion"), True),)


class Recommendation(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    lot = ForeignKeyField(Lot, unique=True, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, null=True, on_delete="RESTRICT")
    reason = TextField()
    made_at = InstantField()


TABLES = (
    Partner,
    Person,
    Grant,
    SignIn,
    MailToken,
    RateHit,
    Centre,
    Site,
    Call,
    Lot,
    Criterion,
    Indicator,
    Seat,
    Proposal,
    Answer,
    BudgetLine,
    Attachment,
    SanctionsEntry,
    SanctionsVerdict,
    Scorecard,
    Score,
    Recommendation,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
