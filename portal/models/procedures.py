"""Standard operating procedures of centres that the State runs, and its budget for them."""

from typing import TYPE_CHECKING

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from portal.domain.lifecycle_procedures import ProcedureState
from portal.domain.procedures import BudgetLevel, Lasting, RowFacts
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Procedure(Record):
    """One version of the standard operating procedures of a centre.

    ``earlier`` is the version it was begun from; ``remark`` what a reviewer wants changed
    first. Who signed for each side is named as it stands under the agreed paper.
    """

    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    language = CharField(max_length=5)
    state = EnumField(ProcedureState, default=ProcedureState.DRAFT, index=True)
    purpose = TextField(default="")
    basis = TextField(default="")
    earlier = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    remark = TextField(default="")
    reviewer = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reviewed_at = InstantField(null=True)
    agreed_on = DateField(null=True)
    letter = CharField(max_length=120, default="")
    state_signatory = CharField(max_length=200, default="")
    office_signatory = CharField(max_length=200, default="")
    agreed_at = InstantField(null=True)
    agreed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    starts_on = DateField(null=True)
    ends_on = DateField(null=True)
    reason = TextField(default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        author_id: UUID
        earlier_id: UUID | None
        reviewer_id: UUID | None
        sections: ModelSelect["ProcedureSection"]
        rows: ModelSelect["MatrixRow"]

    class Meta:
        """Versions are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def lasting(self) -> Lasting:
        """From which day to which it holds."""
        return Lasting(self.starts_on, self.ends_on)


class ProcedureSection(Record):
    """One section; ``key`` stays the same from version to version."""

    procedure = ForeignKeyField(Procedure, backref="sections", on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    title = CharField(max_length=200)
    text = TextField(default="")
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        procedure_id: UUID


class MatrixRow(Record):
    """One service in the matrix of roles; ``duties`` holds R, A, C or I by party."""

    procedure = ForeignKeyField(Procedure, backref="rows", on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    name = CharField(max_length=200)
    always = BooleanField(default=False)
    duties = DataField()
    response = CharField(max_length=200, default="")
    form = CharField(max_length=200, default="")
    escalation = TextField(default="")
    fallback = TextField(default="")
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        procedure_id: UUID

    @property
    def facts(self) -> RowFacts:
        """The row, as the rules read it."""
        return RowFacts(self.name, self.duties, self.always, self.fallback)


class StateBudget(Record):
    """What the State promised and paid for a centre in one year, under one budget line."""

    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    year = IntegerField()
    level = EnumField(BudgetLevel)
    line = CharField(max_length=200)
    currency = CharField(max_length=3)
    committed = AmountField()
    paid = AmountField(default=0)
    source = CharField(max_length=300, default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID

    class Meta:
        """A line is noted once a year."""

        indexes = ((("centre", "year", "line"), True),)
