"""Figures of indicators beside those of the period: parts, sums, snapshots, corrections."""

from typing import TYPE_CHECKING

from peewee import (
    BigIntegerField,
    CharField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from portal.domain.lifecycle_figures import CorrectionState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Indicator
from portal.models.contracts import Contract
from portal.models.monitoring import Actual, Report
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class ActualPart(Record):
    """One part of a period's figure: what was reached for one value of a dimension.

    It has no key of its own: there are millions, and each is found by its figure.
    """

    actual = ForeignKeyField(Actual, backref="parts", on_delete="CASCADE")
    dimension = CharField(max_length=20)
    value = CharField(max_length=30)
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])
    if TYPE_CHECKING:
        actual_id: UUID

    class Meta:
        """One line for a value."""

        primary_key = CompositeKey("actual", "dimension", "value")


class IndicatorSum(Record):
    """The cumulative figure of an indicator, or of one part of it, over accepted periods.

    It is written in the transaction that accepts a report or approves a correction. ``series``
    holds number, total, denominator and target of each accepted period, as corrected; the
    whole figure has an empty ``dimension`` and ``value``.
    """

    contract = ForeignKeyField(Contract, backref="sums", on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    dimension = CharField(max_length=20, default="")
    value = CharField(max_length=30, default="")
    total = BigIntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = BigIntegerField(null=True, constraints=[Check("denominator >= 0")])
    series = DataField(default=list)
    if TYPE_CHECKING:
        contract_id: UUID
        indicator_id: UUID

    class Meta:
        """One line for a figure; the wholes of a contract stand together."""

        indexes = ((("contract", "dimension", "value", "indicator"), True),)


class ContractStanding(Record):
    """Where a contract stands by its accepted reports, for lists of many contracts.

    ``on_track`` counts the indicators that are not more than 10 percent under the targets of
    the accepted periods; ``progress`` is in percent of the targets of the contract.
    """

    contract = ForeignKeyField(Contract, unique=True, on_delete="CASCADE")
    periods = IntegerField(default=0)
    indicators = IntegerField(default=0)
    on_track = IntegerField(default=0)
    progress = IntegerField(null=True)
    spent = AmountField(default=0)
    if TYPE_CHECKING:
        contract_id: UUID


class ReportSnapshot(Record):
    """All figures of a report as they were accepted, and the hash of them."""

    report = ForeignKeyField(Report, unique=True, on_delete="RESTRICT")
    content = DataField()
    hash = CharField(max_length=64)
    made_at = InstantField()


class FigureCorrection(Record):
    """A new figure for an accepted one, with its reason; what was accepted stays as it is.

    ``parts`` holds dimension, value, total and denominator of each part. ``told_in`` is the
    report that lists it: the first that was not accepted yet when it was approved.
    """

    report = ForeignKeyField(Report, backref="corrections", on_delete="RESTRICT")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])
    parts = DataField(default=list)
    reason = TextField()
    state = EnumField(CorrectionState, default=CorrectionState.PROPOSED)
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    answer = TextField(default="")
    told_in = ForeignKeyField(Report, null=True, backref="+", on_delete="SET NULL")
    if TYPE_CHECKING:
        report_id: UUID
        indicator_id: UUID
        asked_by_id: UUID
