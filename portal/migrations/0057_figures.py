"""Typed indicators, parts of figures, sums kept on acceptance, snapshots and corrections.

Women, men, girls and boys become parts by sex and age. A percentage that was one number
becomes that number of 100. Reports that are accepted already get their snapshot and sums.
"""

import json
from collections import defaultdict
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import uuid4

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    Database,
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

from portal.migrate import add_columns, drop_columns

PARTS = ("women", "men", "girls", "boys")
BY_SEX = json.dumps([["sex_age", PARTS]], separators=(",", ":"))


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Call(Table):
    breakdown_values = TextField()


class Indicator(Table):
    key = UUIDField()
    position = IntegerField()
    name = CharField(max_length=200)
    unit = CharField(max_length=60)
    disaggregated = BooleanField()
    baseline = IntegerField()
    kind = EnumField()
    adding = EnumField()
    over_100 = BooleanField()


class Contract(Table):
    pass


class ContractTarget(Table):
    contract = ForeignKeyField(Contract)
    indicator = ForeignKeyField(Indicator)
    target = IntegerField()
    baseline = IntegerField()
    kind = EnumField()
    adding = EnumField()
    over_100 = BooleanField()
    breakdowns = TextField()
    stated = BooleanField()


class Report(Table):
    contract = ForeignKeyField(Contract)
    reference = CharField(max_length=60)
    number = IntegerField()
    state = EnumField()
    accepted_at = InstantField(null=True)


class Expenditure(Table):
    report = ForeignKeyField(Report)
    position = IntegerField()
    category = CharField(max_length=40)
    budget = DecimalField(max_digits=15, decimal_places=3)
    amount = DecimalField(max_digits=15, decimal_places=3, null=True)
    note = CharField(max_length=500)


class OldActual(Table):
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
        table_name = "actual"
        indexes = ((("report", "indicator"), True),)


class Actual(Table):
    report = ForeignKeyField(Report, on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    target = IntegerField()
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])
    note = CharField(max_length=500)

    class Meta:
        indexes = ((("report", "indicator"), True),)


class ActualPart(Model):
    actual = ForeignKeyField(Actual, on_delete="CASCADE")
    dimension = CharField(max_length=20)
    value = CharField(max_length=30)
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("actual", "dimension", "value")


class IndicatorSum(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    dimension = CharField(max_length=20)
    value = CharField(max_length=30)
    total = BigIntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = BigIntegerField(null=True, constraints=[Check("denominator >= 0")])
    series = TextField()

    class Meta:
        indexes = ((("contract", "dimension", "value", "indicator"), True),)


class ContractStanding(Table):
    contract = ForeignKeyField(Contract, unique=True, on_delete="CASCADE")
    periods = IntegerField()
    indicators = IntegerField()
    on_track = IntegerField()


class ReportSnapshot(Table):
    report = ForeignKeyField(Report, unique=True, on_delete="RESTRICT")
    content = TextField()
    hash = CharField(max_length=64)
    made_at = InstantField()


class FigureCorrection(Table):
    report = ForeignKeyField(Report, on_delete="RESTRICT")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])
    parts = TextField()
    reason = TextField()
    state = EnumField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    decided_at = InstantField(null=True)
    answer = TextField()
    told_in = ForeignKeyField(Report, null=True, on_delete="SET NULL", backref="+")


Row: TypeAlias = Any
"""A row with all that points to it, which peewee adds to the classes above."""
OLD = (Person, Call, Indicator, Contract, ContractTarget, Report, Expenditure)
NEW = (ActualPart, IndicatorSum, ContractStanding, ReportSnapshot, FigureCorrection)
TYPED = {"kind": "count", "adding": "sum", "over_100": False}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Carry every figure over; nothing that was reported changes."""
    with db.bind_ctx((*OLD, OldActual, Actual, *NEW)):
        add_columns(db, Call, {"breakdown_values": "[]"})
        add_columns(db, Indicator, TYPED)
        framework = {"baseline": 0, **TYPED, "breakdowns": "[]", "stated": False}
        add_columns(db, ContractTarget, framework)
        _type_percentages()
        _fix_in_contracts()
        _change_actuals(db)
        for contract in Contract.select():
            _keep(contract)


def _type_percentages() -> None:
    measured = {"kind": "percentage", "adding": "average"}
    Indicator.update(measured).where(Indicator.unit == "percent").execute()


def _fix_in_contracts() -> None:
    """Let contracts say what their reports asked for; reports need a target for each figure."""
    query = OldActual.select(Report.contract, OldActual.indicator).join(Report).distinct()
    pairs: Row = query.tuples()
    for contract, indicator in pairs:
        where = {"contract": contract, "indicator": indicator}
        defaults = {"target": 0, "baseline": 0, **TYPED, "breakdowns": "[]", "stated": False}
        ContractTarget.get_or_create(**where, defaults=defaults)  # type: ignore[no-untyped-call]
    for row in ContractTarget.select(ContractTarget, Indicator).join(Indicator):
        row.kind, row.adding = row.indicator.kind, row.indicator.adding
        row.baseline = row.indicator.baseline
        row.breakdowns = BY_SEX if row.indicator.disaggregated else "[]"
        row.save()


def _change_actuals(db: Database) -> None:
    """Make the table of figures anew, as a check cannot be added to a column on SQLite."""
    db.execute_sql("CREATE TABLE actual_kept AS SELECT * FROM actual")  # type: ignore[no-untyped-call]
    db.drop_tables([OldActual])
    db.create_tables([Actual, *NEW])
    for statement in (CARRY, *(_carry_part(name) for name in PARTS), "DROP TABLE actual_kept"):
        db.execute_sql(statement)  # type: ignore[no-untyped-call]


CARRY = """
    INSERT INTO actual (id, report_id, indicator_id, target, total, denominator, note)
    SELECT old.id, old.report_id, old.indicator_id, old.target, old.total,
    CASE WHEN indicator.kind = 'percentage' AND old.total IS NOT NULL THEN 100 END, old.note
    FROM actual_kept AS old JOIN indicator ON indicator.id = old.indicator_id
"""


def _carry_part(name: str) -> str:
    return f"""
        INSERT INTO actual_part (actual_id, dimension, value, total)
        SELECT id, 'sex_age', '{name}', {name} FROM actual_kept WHERE {name} IS NOT NULL
    """  # noqa: S608 - names of our own


def _keep(contract: Row) -> None:
    """Make the snapshots and sums of the reports of a contract that are accepted already."""
    accepted = Report.select().where(
        (Report.contract == contract) & (Report.state == "accepted")
    )
    reports: list[Row] = list(accepted.order_by(Report.number))
    if not reports:
        return
    goals = {each.indicator_id: each for each in contract.contracttarget_set}
    series: dict[tuple[object, str, str], list[list[Any]]] = defaultdict(list)
    for report in reports:
        rows = sorted(report.actual_set, key=lambda row: row.indicator.position)
        for row in rows:
            entry = [report.number, row.total, row.denominator, row.target]
            series[row.indicator_id, "", ""].append(entry)
            for part in row.actualpart_set:
                told = [report.number, part.total, part.denominator, None]
                series[row.indicator_id, part.dimension, part.value].append(told)
        _snapshot(report, rows, goals)
    for (indicator, dimension, value), entries in series.items():
        place = {"contract": contract, "dimension": dimension, "value": value}
        _sum(indicator, entries, place)
    on_track = sum(_on_track(goals[key[0]], series[key]) for key in series if not key[1])
    ContractStanding.create(
        contract=contract, periods=len(reports), indicators=len(goals), on_track=on_track
    )


def _sum(indicator: object, entries: list[list[Any]], place: dict[str, object]) -> None:
    total, denominator = (
        [each[number] for each in entries if each[number] is not None] for number in (1, 2)
    )
    IndicatorSum.create(
        **place,
        indicator=indicator,
        total=sum(total) if total else None,
        denominator=sum(denominator) if denominator else None,
        series=_plain(entries),
    )


def _on_track(goal: Row, entries: list[list[Any]]) -> bool:
    total = sum(each[1] or 0 for each in entries)
    if goal.kind == "count":
        return bool(total * 100 >= sum(each[3] for each in entries) * 90)
    measured = sum(each[2] or 0 for each in entries)
    return bool(total * 10_000 >= entries[-1][3] * 90 * measured)


def _snapshot(report: Row, rows: list[Row], goals: dict[object, Row]) -> None:
    spent = report.expenditure_set.order_by(Expenditure.position)
    told = {
        "report": report.reference,
        "number": report.number,
        "indicators": [_told(row, goals[row.indicator_id]) for row in rows],
        "expenditure": [
            {
                "category": each.category,
                "budget": f"{each.budget:.3f}",
                "amount": None if each.amount is None else f"{each.amount:.3f}",
                "note": each.note,
            }
            for each in spent
        ],
    }
    text = _plain(told)
    ReportSnapshot.create(
        report=report,
        content=text,
        hash=sha256(text.encode()).hexdigest(),
        made_at=report.accepted_at,
    )


def _told(row: Row, goal: Row) -> dict[str, object]:
    parts = sorted(
        (each.dimension, each.value, each.total, each.denominator)
        for each in row.actualpart_set
    )
    return {
        "key": str(row.indicator.key),
        "name": row.indicator.name,
        "unit": row.indicator.unit,
        "kind": goal.kind,
        "adding": goal.adding,
        "target": row.target,
        "total": row.total,
        "denominator": row.denominator,
        "note": row.note,
        "parts": parts,
    }


def _plain(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Give the figures back their four columns; what these cannot hold is lost."""
    with db.bind_ctx((*OLD, OldActual, Actual, *NEW)):
        for name in ("actual", "actual_part"):
            db.execute_sql(f"CREATE TABLE {name}_kept AS SELECT * FROM {name}")  # type: ignore[no-untyped-call]  # noqa: S608 - ours
        db.drop_tables([*NEW[::-1], Actual])
        db.create_tables([OldActual])
        db.execute_sql(BACK)  # type: ignore[no-untyped-call]
        for name in ("actual", "actual_part"):
            db.execute_sql(f"DROP TABLE {name}_kept")  # type: ignore[no-untyped-call]
    framework = ("baseline", *TYPED, "breakdowns", "stated")
    drop_columns(db, "contract_target", *framework)
    drop_columns(db, "indicator", *TYPED)
    drop_columns(db, "call", "breakdown_values")


def _back(name: str) -> str:
    return f"""
        (SELECT part.total FROM actual_part_kept AS part WHERE part.actual_id = actual_kept.id
        AND part.dimension = 'sex_age' AND part.value = '{name}')
    """  # noqa: S608 - names of our own


BACK = f"""
    INSERT INTO actual
    (id, report_id, indicator_id, target, women, men, girls, boys, total, note)
    SELECT id, report_id, indicator_id, target, {", ".join(map(_back, PARTS))}, total, note
    FROM actual_kept
"""  # noqa: S608 - names of our own
"""Percentages of anything but 100 keep their numerator only."""
