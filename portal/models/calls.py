"""Calls for proposals, their lots, criteria, indicators and committee."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.actions import SeatKind
from portal.domain.lifecycle import CallState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Call(Record):
    """An invitation to partners to propose how they would run a centre."""

    reference = CharField(max_length=40, unique=True)
    slug = CharField(max_length=40, unique=True)
    centre = ForeignKeyField(Centre, backref="calls", on_delete="RESTRICT")
    state = EnumField(CallState, default=CallState.DRAFT)
    title = CharField(max_length=300)
    language = CharField(max_length=2, default="en")
    currency = CharField(max_length=3)
    zone = CharField(max_length=60)
    background = TextField(default="")
    objectives = TextField(default="")
    target_groups = TextField(default="")
    scope = TextField(default="")
    staffing = TextField(default="")
    hours = TextField(default="")
    data_profile = TextField(default="")
    services = DataField(default=list)
    standards = DataField(default=list)
    threshold = IntegerField(default=70)
    indirect_ceiling = IntegerField(default=7)
    months = IntegerField(default=12)
    report_every_months = IntegerField(default=3)
    report_days = IntegerField(default=30)
    starts_on = DateField(null=True)
    deadline = InstantField(null=True)
    opening_at = InstantField(null=True)
    results_on = DateField(null=True)
    government_reason = TextField(default="")
    review_comment = TextField(default="")
    award_comment = TextField(default="")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField(default=1)
    created_at = InstantField()
    published_at = InstantField(null=True)
    opened_at = InstantField(null=True)
    opening_starter = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    opening_confirmer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    opening_started_at = InstantField(null=True)
    awarded_at = InstantField(null=True)
    if TYPE_CHECKING:
        author_id: UUID
        centre_id: UUID
        opening_starter_id: UUID | None
        lots: ModelSelect["Lot"]
        criteria: ModelSelect["Criterion"]
        indicators: ModelSelect["Indicator"]
        seats: ModelSelect["Seat"]

    @property
    def call_id(self) -> "UUID":
        """The call a record belongs to: here, itself."""
        return self.id

    @property
    def call_state(self) -> CallState:
        """The state of the call a record belongs to: here, its own."""
        return self.state

    @property
    def opening_started_by(self) -> "UUID | None":
        """Who began the opening, or nobody yet."""
        return self.opening_starter_id


class Lot(Record):
    """A part of a call that is proposed for and awarded on its own."""

    call = ForeignKeyField(Call, backref="lots", on_delete="CASCADE")
    number = IntegerField()
    city = CharField(max_length=120)
    title = CharField(max_length=300)
    scope = TextField(default="")
    places = IntegerField(default=0)
    apartments = IntegerField(default=0)
    ceiling = AmountField()
    if TYPE_CHECKING:
        call_id: UUID

    class Meta:
        """Lots are numbered within their call."""

        indexes = ((("call", "number"), True),)


class Criterion(Record):
    """What is judged, the question it asks, and its weight of 100."""

    call = ForeignKeyField(Call, backref="criteria", on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    question = TextField()
    guidance = TextField(default="")
    weight = IntegerField()
    words = IntegerField(default=400)
    if TYPE_CHECKING:
        call_id: UUID


class Indicator(Record):
    """What a partner reports on, with the target of the whole contract."""

    call = ForeignKeyField(Call, backref="indicators", on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    unit = CharField(max_length=60)
    disaggregated = BooleanField(default=False)
    target = IntegerField(default=0)


class Seat(Record):
    """A person's place on the committee of a call, and their declaration of interest."""

    call = ForeignKeyField(Call, backref="seats", on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="seats", on_delete="RESTRICT")
    kind = EnumField(SeatKind)
    chair = BooleanField(default=False)
    government = BooleanField(default=False)
    declared_at = InstantField(null=True)
    conflict = BooleanField(default=False)
    declaration = TextField(default="")
    if TYPE_CHECKING:
        call_id: UUID
        person_id: UUID

    class Meta:
        """One seat for a person on a call."""

        indexes = ((("call", "person"), True),)
