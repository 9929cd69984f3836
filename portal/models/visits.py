"""Visits to a partner: checklist, photos, findings; and the action points of a contract."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_visits import PointState, VisitState
from portal.domain.partner_house import Opinion
from portal.domain.visits import Amounts, ItemResult, Severity, VisitKind
from portal.models.base import AmountField, EnumField, InstantField, Record
from portal.models.centres import Site
from portal.models.contracts import Contract
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Visit(Record):
    """A programme visit, a spot check, or the record of an audit, of one contract.

    Amounts are in the currency of the contract; without a site it is at the partner's office.
    """

    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    contract = ForeignKeyField(Contract, backref="visits", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    kind = EnumField(VisitKind)
    state = EnumField(VisitState, default=VisitState.PLANNED, index=True)
    planned_on = DateField()
    visited_on = DateField(null=True)
    site = ForeignKeyField(Site, backref="+", null=True, on_delete="RESTRICT")
    agenda = TextField(default="")
    period = CharField(max_length=200, default="")
    auditor = CharField(max_length=200, default="")
    opinion = EnumField(Opinion, null=True)
    tested = AmountField(null=True)
    ineligible = AmountField(null=True)
    refunded = AmountField(null=True)
    supported = AmountField(null=True)
    justified = AmountField(null=True)
    written_off = AmountField(null=True)
    controls = TextField(default="")
    summary = TextField(default="")
    comment = TextField(default="")
    commented_at = InstantField(null=True)
    commented_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reason = TextField(default="")
    reported_at = InstantField(null=True)
    reported_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    closed_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    checklist_version = IntegerField(default=1)
    if TYPE_CHECKING:
        partner_id: UUID
        contract_id: UUID
        author_id: UUID
        items: ModelSelect["VisitItem"]
        findings: ModelSelect["Finding"]
        photos: ModelSelect["VisitPhoto"]
        team: ModelSelect["VisitMember"]

    class Meta:
        """Visits are numbered within their contract."""

        indexes = ((("contract", "number"), True),)

    @property
    def amounts(self) -> Amounts:
        """What was tested, as the rules read it."""
        return Amounts(
            self.tested,
            self.ineligible,
            self.refunded,
            self.supported,
            self.justified,
            self.written_off,
        )


class VisitMember(Record):
    """One person of the office on the team of a visit."""

    visit = ForeignKeyField(Visit, backref="team", on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """A person is on a team once."""

        indexes = ((("visit", "person"), True),)


class VisitItem(Record):
    """One item of a checklist as it stood when the visit was planned, and what was found.

    ``source`` says where it comes from: a standard or a clause of the contract, or a control
    of the house; ``means`` how it is checked.
    """

    visit = ForeignKeyField(Visit, backref="items", on_delete="CASCADE")
    position = IntegerField()
    source = CharField(max_length=20)
    code = CharField(max_length=10)
    text = TextField()
    means = TextField(default="")
    result = EnumField(ItemResult, default=ItemResult.NOT_CHECKED)
    note = TextField(default="")

    class Meta:
        """Items are numbered within their visit."""

        indexes = ((("visit", "position"), True),)

    @property
    def said(self) -> str:
        """What the item asks; a standard under the code that it bears in its contract."""
        return f"{self.code} {self.text}" if self.source == "standard" else self.text


class Finding(Record):
    """What a visit found wrong, and the action that both sides agreed on."""

    visit = ForeignKeyField(Visit, backref="findings", on_delete="CASCADE")
    position = IntegerField()
    item = ForeignKeyField(VisitItem, backref="+", null=True, on_delete="SET NULL")
    category = CharField(max_length=40)
    severity = EnumField(Severity)
    text = TextField()
    place = CharField(max_length=200, default="")
    action = TextField(default="")
    owner = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    due_on = DateField(null=True)
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        visit_id: UUID
        owner_id: UUID | None

    class Meta:
        """Findings are numbered within their visit."""

        indexes = ((("visit", "position"), True),)

    @property
    def kind(self) -> VisitKind:
        """The kind of its visit, which says who may write it."""
        return self.visit.kind

    @property
    def agreed(self) -> bool:
        """Say whether an action is agreed in full: what, who, by when."""
        return bool(self.action.strip() and self.owner_id and self.due_on)


class VisitPhoto(Record):
    """A photo of a visit, of an item of its checklist or of a finding."""

    visit = ForeignKeyField(Visit, backref="photos", on_delete="CASCADE")
    item = ForeignKeyField(VisitItem, backref="+", null=True, on_delete="CASCADE")
    finding = ForeignKeyField(Finding, backref="+", null=True, on_delete="CASCADE")
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    path = CharField(max_length=200)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    if TYPE_CHECKING:
        visit_id: UUID
        item_id: UUID | None
        finding_id: UUID | None

    @property
    def kind(self) -> VisitKind:
        """The kind of its visit, which says who may write it."""
        return self.visit.kind

    @property
    def state(self) -> VisitState:
        """Where its visit stands, which says who sees it."""
        return self.visit.state

    @property
    def partner_id(self) -> "UUID":
        """The partner that was visited."""
        return self.visit.partner_id


class ActionPoint(Record):
    """Something that one person of either side has to do by a day, for a contract."""

    reference = CharField(max_length=80, unique=True)
    number = IntegerField()
    contract = ForeignKeyField(Contract, backref="points", on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    finding = ForeignKeyField(Finding, backref="points", null=True, on_delete="RESTRICT")
    state = EnumField(PointState, default=PointState.OPEN, index=True)
    text = TextField()
    owner = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    due_on = DateField()
    answer = TextField(default="")
    filename = CharField(max_length=200, default="")
    media_type = CharField(max_length=100, default="")
    path = CharField(max_length=200, default="")
    done_at = InstantField(null=True)
    done_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    remark = TextField(default="")
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reopened = IntegerField(default=0)
    reminded_at = InstantField(null=True)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    if TYPE_CHECKING:
        partner_id: UUID
        contract_id: UUID
        finding_id: UUID | None
        owner_id: UUID
        done_by_id: UUID | None
        settled_by_id: UUID | None
        author_id: UUID

    class Meta:
        """Action points are numbered within their contract."""

        indexes = ((("contract", "number"), True),)

    @property
    def of_partner(self) -> bool:
        """Say whether the partner owes it; otherwise somebody of the office does."""
        return self.owner.partner_id is not None
