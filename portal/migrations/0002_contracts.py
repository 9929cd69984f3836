"""The first schema, after the award: contracts, reports, and what stands beside every area."""

from peewee import (
    BigAutoField,
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
    pass


class Person(Table):
    pass


class Call(Table):
    pass


class Lot(Table):
    pass


class Indicator(Table):
    pass


class Proposal(Table):
    pass


class Contract(Table):
    reference = CharField(max_length=60, unique=True)
    slug = CharField(max_length=60, unique=True)
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    lot = ForeignKeyField(Lot, unique=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="RESTRICT")
    state = CodeField()
    language = CharField(max_length=2)
    currency = CharField(max_length=3)
    amount = DecimalField(max_digits=15, decimal_places=3)
    starts_on = DateField()
    ends_on = DateField()
    report_every_months = IntegerField()
    report_days = IntegerField()
    review_comment = TextField()
    fingerprint = CharField(max_length=64)
    version = IntegerField()
    created_at = InstantField()
    in_force_at = InstantField(null=True)


class ContractClause(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    position = IntegerField()
    code = CharField(max_length=10)
    part = CharField(max_length=20)
    title = CharField(max_length=200)
    text = TextField()
    library_version = CharField(max_length=20)
    version = IntegerField()


class ContractBudget(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    amount = DecimalField(max_digits=15, decimal_places=3)


class ContractTarget(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    target = IntegerField()


class Instalment(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    position = IntegerField()
    percent = IntegerField()
    amount = DecimalField(max_digits=15, decimal_places=3)
    condition = CharField(max_length=300)


class Signature(Table):
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    side = CharField(max_length=10)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()

    class Meta:
        indexes = ((("contract", "side"), True),)


class Report(Table):
    reference = CharField(max_length=60, unique=True)
    slug = CharField(max_length=60, unique=True)
    contract = ForeignKeyField(Contract, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, on_delete="RESTRICT")
    number = IntegerField()
    starts_on = DateField()
    ends_on = DateField()
    due_on = DateField()
    state = CodeField()
    indicators_version = IntegerField()
    expenditure_version = IntegerField()
    submitted_at = InstantField(null=True)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    accepted_at = InstantField(null=True)
    accepted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    acceptance_note = TextField()

    class Meta:
        indexes = ((("contract", "number"), True),)


class Narrative(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    code = CharField(max_length=40)
    text = TextField()
    version = IntegerField()
    saved_at = InstantField()

    class Meta:
        indexes = ((("report", "code"), True),)


class Actual(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    target = IntegerField()
    women = IntegerField(null=True)
    men = IntegerField(null=True)
    girls = IntegerField(null=True)
    boys = IntegerField(null=True)
    total = IntegerField(null=True)
    note = CharField(max_length=500)

    class Meta:
        indexes = ((("report", "indicator"), True),)


class Expenditure(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    budget = DecimalField(max_digits=15, decimal_places=3)
    amount = DecimalField(max_digits=15, decimal_places=3, null=True)
    note = CharField(max_length=500)


class ReportComment(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    round = IntegerField()
    section = CharField(max_length=40)
    text = TextField()
    made_at = InstantField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")


class Document(Table):
    number = CharField(max_length=90, unique=True)
    code = CharField(max_length=20, unique=True)
    kind = CharField(max_length=40)
    subject_id = UUIDField(index=True)
    language = CharField(max_length=2)
    state = CodeField()
    requested_at = InstantField()
    issued_at = InstantField(null=True)
    sha256 = CharField(max_length=64)
    size = IntegerField()
    pages = IntegerField()
    path = CharField(max_length=200)

    class Meta:
        indexes = ((("kind", "subject_id", "language"), True),)


class Event(Table):
    id = BigAutoField()  # type: ignore[assignment]  # counted, not guessed
    at = InstantField(index=True)
    actor_id = UUIDField(null=True)
    name = CharField(max_length=60)
    kind = CharField(max_length=40)
    subject_id = UUIDField(index=True)
    facts = TextField()


class Effect(Table):
    kind = CharField(max_length=20)
    payload = TextField()
    created_at = InstantField(index=True)
    not_before = InstantField(index=True)
    attempts = IntegerField()
    done_at = InstantField(null=True, index=True)
    error = CharField(max_length=300)


class DeliveredMail(Table):
    to = CharField(max_length=254)
    subject = CharField(max_length=300)
    body = TextField()
    sent_at = InstantField(index=True)


class Counter(Table):
    scope = CharField(max_length=60, unique=True)
    last = IntegerField()


class ClockShift(Table):
    seconds = IntegerField()


TABLES = (
    Contract,
    ContractClause,
    ContractBudget,
    ContractTarget,
    Instalment,
    Signature,
    Report,
    Narrative,
    Actual,
    Expenditure,
    ReportComment,
    Document,
    Event,
    Effect,
    DeliveredMail,
    Counter,
    ClockShift,
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
