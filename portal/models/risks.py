"""The risk register with the history of its ratings; how partners performed under contracts."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_risks import PerformanceState, RiskState
from portal.domain.risks import Rating, Treatment
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.contracts import Contract
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class Risk(Record):
    """A risk of a centre, or of one contract for it, as it was rated at its last review."""

    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    contract = ForeignKeyField(Contract, backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(RiskState, default=RiskState.OPEN, index=True)
    category = CharField(max_length=40)
    title = CharField(max_length=200)
    text = TextField(default="")
    likelihood = IntegerField()
    impact = IntegerField()
    treatment = EnumField(Treatment)
    measures = TextField(default="")
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    review_on = DateField()
    reason = TextField(default="")
    closed_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        contract_id: UUID | None
        owner_id: UUID

    class Meta:
        """Risks are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def rating(self) -> Rating:
        """The rating of the last review."""
        return Rating(self.likelihood, self.impact)


class RiskRating(Record):
    """One rating of a risk, with why it is so; every one is kept."""

    risk = ForeignKeyField(Risk, backref="ratings", on_delete="CASCADE")
    likelihood = IntegerField()
    impact = IntegerField()
    reason = TextField(default="")
    made_at = InstantField()
    made_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")

    @property
    def score(self) -> int:
        """Likelihood times impact."""
        return Rating(self.likelihood, self.impact).score


class Performance(Record):
    """How a partner performed under a contract, with the facts as they stood when shared."""

    contract = ForeignKeyField(Contract, backref="+", unique=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    state = EnumField(PerformanceState, default=PerformanceState.DRAFT)
    ratings = DataField(default=dict)
    overall = CharField(max_length=10, default="")
    summary = TextField(default="")
    facts = DataField(default=dict)
    comment = TextField(default="")
    shared_at = InstantField(null=True)
    shared_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    commented_at = InstantField(null=True)
    commented_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        partner_id: UUID
        contract_id: UUID
