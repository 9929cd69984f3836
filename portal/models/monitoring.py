"""Reporting periods and the report filed for each."""

from typing import TYPE_CHECKING, Any

from peewee import CharField, Check, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_report_review import ThreadState
from portal.domain.report_kinds import FIRST_AD_HOC, ReportKind
from portal.domain.report_reminders import ReminderKind
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Indicator
from portal.models.contracts import Contract
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Report(Record):
    """One reporting period of a contract and what the partner files for it.

    An ad hoc report has no period of the contract: its ``number`` is one of its own, from
    ``FIRST_AD_HOC``, and it holds neither indicators nor money.
    """

    reference = CharField(max_length=60, unique=True)
    slug = CharField(max_length=60, unique=True)
    contract = ForeignKeyField(Contract, backref="reports", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="reports", on_delete="RESTRICT")
    number = IntegerField()
    kind = EnumField(ReportKind, default=ReportKind.PERIODIC)
    starts_on = DateField()
    ends_on = DateField()
    due_on = DateField()
    state = EnumField(ReportState, default=ReportState.DRAFT)
    indicators_version = IntegerField(default=1)
    expenditure_version = IntegerField(default=1)
    submitted_at = InstantField(null=True)
    submitted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    accepted_at = InstantField(null=True)
    accepted_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    acceptance_note = TextField(default="")
    days_late = IntegerField(null=True)
    if TYPE_CHECKING:
        partner_id: UUID
        contract_id: UUID
        narratives: ModelSelect["Narrative"]
        actuals: ModelSelect["Actual"]
        expenditures: ModelSelect["Expenditure"]
        comments: ModelSelect["ReportComment"]
        reminders: ModelSelect["ReportReminder"]
        filings: ModelSelect["ReportFiling"]
        requests: ModelSelect["ReportRequest"]

    class Meta:
        """Periods are numbered within their contract."""

        indexes = ((("contract", "number"), True),)

    @property
    def is_ad_hoc(self) -> bool:
        """Say whether it was asked for beside the periods of its contract."""
        return self.kind is ReportKind.AD_HOC

    @property
    def shown_number(self) -> int:
        """The number that people read: that of the period, or of the ad hoc report."""
        return self.number - FIRST_AD_HOC + 1 if self.is_ad_hoc else self.number


class ReportRequest(Record):
    """Why an officer asked for an ad hoc report."""

    report = ForeignKeyField(Report, backref="requests", unique=True, on_delete="CASCADE")
    reason = TextField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()


class Narrative(Record):
    """The partner's words on one question of a report."""

    report = ForeignKeyField(Report, backref="narratives", on_delete="CASCADE")
    code = CharField(max_length=40)
    text = TextField(default="")
    version = IntegerField(default=1)
    saved_at = InstantField()

    class Meta:
        """One text for a question."""

        indexes = ((("report", "code"), True),)


class ReportPart(Record):
    """One section of a report that is a form, as plain data; empty until it is first saved.

    ``content`` holds its tables and single fields as ``domain.report_parts`` says.
    """

    report = ForeignKeyField(Report, backref="parts", on_delete="CASCADE")
    code = CharField(max_length=40)
    content = DataField(default=dict)
    version = IntegerField(default=1)
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        report_id: UUID
        saved_by_id: UUID | None

    class Meta:
        """A report has each section once."""

        indexes = ((("report", "code"), True),)


class Actual(Record):
    """What was reached on one indicator in one period, as the partner reported it.

    ``total`` is a count, the numerator of a ratio or percentage, or 1 for yes and 0 for no.
    """

    report = ForeignKeyField(Report, backref="actuals", on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    target = IntegerField()
    total = IntegerField(null=True, constraints=[Check("total >= 0")])
    denominator = IntegerField(null=True, constraints=[Check("denominator >= 0")])
    note = CharField(max_length=500, default="")
    if TYPE_CHECKING:
        report_id: UUID
        indicator_id: UUID
        parts: ModelSelect[Any]

    class Meta:
        """One line for an indicator."""

        indexes = ((("report", "indicator"), True),)


class Expenditure(Record):
    """What was spent in one budget category within the period."""

    report = ForeignKeyField(Report, backref="expenditures", on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    budget = AmountField()
    amount = AmountField(null=True)
    note = CharField(max_length=500, default="")


class ReportComment(Record):
    """What is asked on one section: by the office in a return, or in round 0 by either side.

    With its answers it is a thread, open until somebody settles it.
    """

    report = ForeignKeyField(Report, backref="comments", on_delete="CASCADE")
    round = IntegerField()
    section = CharField(max_length=40)
    text = TextField()
    made_at = InstantField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    state = EnumField(ThreadState, default=ThreadState.OPEN)
    settled_at = InstantField(null=True)
    if TYPE_CHECKING:
        report_id: UUID
        made_by_id: UUID
        answers: ModelSelect[Any]


class ReportReminder(Record):
    """A reminder of a report that was sent; its kind and number are sent once."""

    report = ForeignKeyField(Report, backref="reminders", on_delete="CASCADE")
    kind = EnumField(ReminderKind)
    number = IntegerField()
    sent_at = InstantField()

    class Meta:
        """None is sent twice."""

        indexes = ((("report", "kind", "number"), True),)


class ReportFiling(Record):
    """What every section of a report said when it was submitted for the nth time."""

    report = ForeignKeyField(Report, backref="filings", on_delete="RESTRICT")
    round = IntegerField()
    content = DataField()
    hash = CharField(max_length=64)
    filed_at = InstantField()

    class Meta:
        """One for each submission."""

        indexes = ((("report", "round"), True),)
