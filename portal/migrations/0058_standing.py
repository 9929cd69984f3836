"""What a contract adds up to for lists of many: its progress, and the money spent."""

from fractions import Fraction
from typing import Any, TypeAlias
from uuid import uuid4

from peewee import (
    CharField,
    Database,
    DecimalField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    UUIDField,
    fn,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns

Row: TypeAlias = Any
"""A row with all that points to it, which peewee adds to the classes below."""


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Indicator(Table):
    pass


class Contract(Table):
    pass


class ContractTarget(Table):
    contract = ForeignKeyField(Contract)
    indicator = ForeignKeyField(Indicator)
    target = IntegerField()
    kind = EnumField()


class Report(Table):
    contract = ForeignKeyField(Contract)
    state = EnumField()


class Expenditure(Table):
    report = ForeignKeyField(Report)
    amount = DecimalField(max_digits=15, decimal_places=3, null=True)


class IndicatorSum(Table):
    contract = ForeignKeyField(Contract)
    indicator = ForeignKeyField(Indicator)
    dimension = CharField(max_length=20)
    total = IntegerField(null=True)
    denominator = IntegerField(null=True)


class ContractStanding(Table):
    contract = ForeignKeyField(Contract, unique=True)
    periods = IntegerField()
    indicators = IntegerField()
    on_track = IntegerField()
    progress = IntegerField(null=True)
    spent = DecimalField(max_digits=15, decimal_places=3)


TABLES = (
    Indicator,
    Contract,
    ContractTarget,
    Report,
    Expenditure,
    IndicatorSum,
    ContractStanding,
)
NONE = {"periods": 0, "indicators": 0, "on_track": 0, "spent": 0}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and fill them; every contract with reports gets its line."""
    with db.bind_ctx(TABLES):
        add_columns(db, ContractStanding, {"progress": None, "spent": 0})
        for contract in Contract.select().join(Report).distinct():
            _fill(contract)


def _fill(contract: Row) -> None:
    goals = list(contract.contracttarget_set)
    accepted = (Report.contract == contract) & (Report.state == "accepted")
    money: Row = Expenditure.select(fn.SUM(Expenditure.amount)).join(Report).where(accepted)
    given = {**NONE, "indicators": len(goals)}
    standing: Row = ContractStanding.get_or_none(ContractStanding.contract == contract)
    standing = standing or ContractStanding.create(contract=contract, **given)
    standing.spent = money.scalar() or 0
    standing.progress = _progress(goals, contract)
    standing.save()


def _progress(goals: list[Row], contract: Row) -> int | None:
    sums = contract.indicatorsum_set.where(IndicatorSum.dimension == "")
    reached = {each.indicator_id: each for each in sums}
    shares = [_share(each, reached.get(each.indicator_id)) for each in goals if each.target]
    return sum(shares) // len(shares) if shares else None


def _share(goal: Row, kept: Row) -> int:
    if kept is None or not kept.total or kept.denominator == 0:
        return 0
    scale = 100 if goal.kind == "percentage" else 1
    return min(
        100, int(Fraction(kept.total * scale * 100, (kept.denominator or 1) * goal.target))
    )


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    drop_columns(db, "contract_standing", "progress", "spent")
