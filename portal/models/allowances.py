"""Memoranda with staff of a government, and the sheets of their daily allowances."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from peewee import CharField, DateField, DecimalField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_allowances import MemorandumState, SheetState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.clearances import Clearance
from portal.models.people import Person

if TYPE_CHECKING:
    from peewee import ModelSelect


def _by(**facts: Any) -> ForeignKeyField:  # noqa: ANN401 - peewee's own
    return ForeignKeyField(Person, backref="+", on_delete="RESTRICT", **facts)


class Memorandum(Record):
    """What IOM and one worker of the State agree on.

    The worker is known by ``staff_code``: names and identity documents are kept outside the
    portal. Amounts are in the currency of the clearance.
    """

    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    clearance = ForeignKeyField(Clearance, backref="+", on_delete="RESTRICT")
    state = EnumField(MemorandumState, default=MemorandumState.DRAFT, index=True)
    staff_code = CharField(max_length=20)
    function = CharField(max_length=120)
    ministry = CharField(max_length=200)
    consent_reference = CharField(max_length=120)
    consent_on = DateField()
    tasks = TextField()
    days_week = IntegerField()
    rate = AmountField()
    ceiling = AmountField()
    starts_on = DateField()
    ends_on = DateField()
    author = _by()
    writer = _by()
    created_at = InstantField()
    approved_by = _by(null=True)
    approved_at = InstantField(null=True)
    signed_on = DateField(null=True)
    signed_at = InstantField(null=True)
    declared = DataField(null=True)
    kept_at = CharField(max_length=200, default="")
    ended_on = DateField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        clearance_id: UUID
        author_id: UUID
        writer_id: UUID
        sheets: ModelSelect["AllowanceSheet"]

    class Meta:
        """Memoranda are numbered within their clearance."""

        indexes = ((("clearance", "number"), True),)

    @property
    def writers(self) -> frozenset[UUID]:
        """Who began it and who changed it last."""
        return frozenset({self.author_id, self.writer_id})


class AllowanceSheet(Record):
    """The days of one month that a worker served, and what is due for them.

    ``days`` holds parts of days by their date; ``rate`` is for a whole day.
    """

    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    clearance = ForeignKeyField(Clearance, backref="+", on_delete="RESTRICT")
    memorandum = ForeignKeyField(Memorandum, backref="sheets", null=True, on_delete="RESTRICT")
    state = EnumField(SheetState, default=SheetState.DRAFT, index=True)
    staff_code = CharField(max_length=20)
    function = CharField(max_length=120)
    month = DateField()
    rate = AmountField()
    days = DataField()
    units = DecimalField(max_digits=4, decimal_places=1, default=0)
    gross = AmountField(default=0)
    deductions = AmountField(default=0)
    deductions_reason = CharField(max_length=200, default="")
    net = AmountField(default=0)
    author = _by()
    writer = _by()
    created_at = InstantField()
    supervisor = CharField(max_length=120, default="")
    certified_by = _by(null=True)
    certified_at = InstantField(null=True)
    approved_by = _by(null=True)
    approved_at = InstantField(null=True)
    payment_reference = CharField(max_length=80, null=True, unique=True)
    paid_on = DateField(null=True)
    paid_by = _by(null=True)
    paid_at = InstantField(null=True)
    rejected_by = _by(null=True)
    rejected_at = InstantField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        clearance_id: UUID
        memorandum_id: UUID | None
        author_id: UUID
        writer_id: UUID
        certified_by_id: UUID | None

    class Meta:
        """Sheets are numbered within their clearance."""

        indexes = ((("clearance", "number"), True),)

    @property
    def writers(self) -> frozenset[UUID]:
        """Who began it and who filled it in last."""
        return frozenset({self.author_id, self.writer_id})


class SheetDay(Record):
    """One day of a worker that a sheet claims: nobody else's sheet can claim it again."""

    sheet = ForeignKeyField(AllowanceSheet, backref="claims", on_delete="CASCADE")
    country = CharField(max_length=2)
    staff_code = CharField(max_length=20)
    day = DateField()
    if TYPE_CHECKING:
        sheet_id: UUID

    class Meta:
        """A day of a worker is paid once, whatever centre of a country it was served in."""

        indexes = ((("country", "staff_code", "day"), True),)
