"""The sections of a call: rows that keep their key, and questions of their own."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator, migrate

from portal.migrate import add_columns, drop_columns


class CodeField(TextField):
    field_type = "VARCHAR"


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Proposal(Table):
    pass


class Site(Table):
    pass


class Call(Table):
    kind = CodeField()
    languages = TextField()
    contact_name = CharField(max_length=200)
    contact_email = CharField(max_length=254)
    day_and_night = BooleanField()
    data_categories = TextField()
    special_categories = TextField()
    children_data = BooleanField()
    data_transfers = BooleanField()
    transfer_note = TextField()
    retention_months = IntegerField(null=True)
    lots_to_win = IntegerField(null=True)
    method = CodeField()
    quality_weight = IntegerField()
    price_formula = CodeField()
    clarify_until = InstantField(null=True)
    answers_by = InstantField(null=True)
    site_visit_at = InstantField(null=True)
    site_visit_place = CharField(max_length=300)
    standstill_days = IntegerField()
    government_part = CodeField()
    quorum = IntegerField()


class Lot(Table):
    key = UUIDField()
    withdrawn_at = InstantField(null=True)


class ServiceNeed(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    service = CharField(max_length=40)
    standard = TextField()
    verification = TextField()
    indicator = CharField(max_length=200)

    class Meta:
        indexes = ((("call", "key"), True),)


class StaffPost(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    function = CharField(max_length=200)
    people = IntegerField()
    shifts = TextField()
    note = CharField(max_length=300)

    class Meta:
        indexes = ((("call", "key"), True),)


class EligibilityQuestion(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    text = TextField()
    kind = CodeField()
    passing = CodeField()
    figure = IntegerField(null=True)
    evidence = BooleanField()

    class Meta:
        indexes = ((("call", "key"), True),)


class RequiredDocument(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    title = CharField(max_length=200)
    note = CharField(max_length=300)
    mandatory = BooleanField()

    class Meta:
        indexes = ((("call", "key"), True),)


class Criterion(Table):
    key = UUIDField()
    scale = IntegerField()
    score_guidance = TextField()
    least = IntegerField()


class Question(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    criterion = ForeignKeyField(Criterion, on_delete="CASCADE")
    text = TextField()
    words = IntegerField()
    withdrawn_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "key"), True),)


class BudgetCategory(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    key = UUIDField()
    position = IntegerField()
    code = CharField(max_length=40)
    name = CharField(max_length=200)
    ceiling = IntegerField(null=True)

    class Meta:
        indexes = ((("call", "key"), True),)


class Indicator(Table):
    key = UUIDField()
    dimensions = TextField()
    baseline = IntegerField()
    verification = CharField(max_length=300)


class Answer(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    question = ForeignKeyField(Question, on_delete="RESTRICT")
    text = TextField()
    version = IntegerField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "question"), True),)


class EarlierAnswer(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    text = TextField()
    version = IntegerField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        table_name = "answer"
        indexes = ((("proposal", "criterion"), True),)


class EarlierCriterion(Table):
    question = TextField()
    words = IntegerField()

    class Meta:
        table_name = "criterion"


NEW = (ServiceNeed, StaffPost, EligibilityQuestion, RequiredDocument, Question, BudgetCategory)
BOUND = (Person, Proposal, Site, Call, Lot, Criterion, Indicator, Answer, *NEW)
EARLIER = (EarlierAnswer, EarlierCriterion)
NOBODY = "0" * 32
KEYED = {"lot": Lot, "criterion": Criterion, "indicator": Indicator}
CALL = {
    "kind": "open",
    "languages": "[]",
    "contact_name": "",
    "contact_email": "",
    "day_and_night": False,
    "data_categories": "[]",
    "special_categories": "[]",
    "children_data": False,
    "data_transfers": False,
    "transfer_note": "",
    "retention_months": None,
    "lots_to_win": None,
    "method": "single_grid",
    "quality_weight": 70,
    "price_formula": "lowest_over_price",
    "clarify_until": None,
    "answers_by": None,
    "site_visit_at": None,
    "site_visit_place": "",
    "standstill_days": 10,
    "government_part": "none",
    "quorum": 3,
}
CRITERION = {"key": NOBODY, "scale": 5, "score_guidance": "[]", "least": 0}
INDICATOR = {"key": NOBODY, "dimensions": "[]", "baseline": 0, "verification": ""}
GOVERNMENT = """
    UPDATE "call" SET government_part = (
        SELECT CASE WHEN seat.kind = 'voting' THEN 'vote' ELSE 'observer' END
        FROM seat WHERE seat.call_id = "call".id AND seat.government)
    WHERE id IN (SELECT call_id FROM seat WHERE government)
"""


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add what the sections ask, and move each criterion's question into a row of its own."""
    with db.bind_ctx((*BOUND, *EARLIER)):
        _widen(migrator, db)
        db.create_tables(NEW)
        answers: list[dict[str, Any]] = list(EarlierAnswer.select().dicts())  # type: ignore[arg-type]
        asked = _questions(EarlierCriterion.raw('SELECT * FROM "criterion"').dicts())
        db.drop_tables([EarlierAnswer])
        db.create_tables([Answer])
        for each in answers:
            Answer.create(**_turned(each, "criterion", "question", asked))
        drop_columns(db, "criterion", "question", "words")


def _widen(migrator: SchemaMigrator, db: Database) -> None:
    add_columns(db, Call, CALL)
    own = ForeignKeyField(Call, field=Call.id, null=True, on_delete="CASCADE")
    site = ForeignKeyField(Site, field=Site.id, null=True, on_delete="SET NULL")
    migrate(migrator.add_column("call", "amends_id", own))
    migrate(migrator.add_column("lot", "site_id", site))
    add_columns(db, Lot, {"key": NOBODY, "withdrawn_at": None})
    add_columns(db, Criterion, CRITERION)
    add_columns(db, Indicator, INDICATOR)
    for name, table in KEYED.items():
        table.update(key=table.id).execute()
        migrate(migrator.add_index(name, ("call_id", "key"), unique=True))
    db.execute_sql(GOVERNMENT)  # type: ignore[no-untyped-call]


def _questions(criteria: Iterable[Mapping[str, Any]]) -> dict[Any, Any]:
    asked = {}
    for each in criteria:
        made = Question.create(
            id=uuid4(),
            key=uuid4(),
            call=each["call_id"],
            criterion=each["id"],
            position=each["position"],
            text=each["question"],
            words=each["words"],
        )
        asked[Criterion.id.python_value(each["id"])] = made.id
    return asked


def _turned(
    row: dict[str, Any], old: str, new: str, known: Mapping[Any, Any]
) -> dict[str, Any]:
    return {**row, new: known[row.pop(old)]}


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Give each criterion its first question back, and drop the rest."""
    with db.bind_ctx((*BOUND, *EARLIER)):
        add_columns(db, EarlierCriterion, {"question": "", "words": 400})
        last_first = Question.select().order_by(Question.position.desc()).dicts()
        rows: list[dict[str, Any]] = list(last_first)  # type: ignore[arg-type]
        first = {each["criterion"]: each for each in rows}
        for key, asked in first.items():
            changed = EarlierCriterion.update(question=asked["text"], words=asked["words"])
            changed.where(EarlierCriterion.id == key).execute()
        criterion_of = {asked["id"]: key for key, asked in first.items()}
        written: list[dict[str, Any]] = list(Answer.select().dicts())  # type: ignore[arg-type]
        answers = [each for each in written if each["question"] in criterion_of]
        db.drop_tables([Answer])
        db.create_tables([EarlierAnswer])
        for each in answers:
            EarlierAnswer.create(**_turned(each, "question", "criterion", criterion_of))
        _narrow(migrator, db)


def _narrow(migrator: SchemaMigrator, db: Database) -> None:
    db.drop_tables(NEW)
    for name in KEYED:
        migrate(migrator.drop_index(name, f"{name}_call_id_key"))
    drop_columns(db, "criterion", *CRITERION)
    drop_columns(db, "indicator", *INDICATOR)
    drop_columns(db, "lot", "key", "withdrawn_at")
    for table, column in (("lot", "site_id"), ("call", "amends_id")):
        migrate(migrator.drop_index(table, f"{table}_{column}"))
        drop_columns(db, table, column)
    drop_columns(db, "call", *CALL)
