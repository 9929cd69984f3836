"""Calls for proposals: the call itself, and the rows of which its sections consist."""

from typing import TYPE_CHECKING
from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
    UUIDField,
)

from portal.domain.actions import SeatKind
from portal.domain.call_kinds import CallKind
from portal.domain.call_terms import (
    AnswerKind,
    Frequency,
    GovernmentPart,
    Method,
    PassingRule,
    PriceFormula,
)
from portal.domain.indicators import Adding, IndicatorKind
from portal.domain.lifecycle import CallState
from portal.domain.price_check import PriceRule
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.centres import Centre, Site
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
    kind = EnumField(CallKind, default=CallKind.OPEN)
    amends = ForeignKeyField("self", null=True, backref="changes", on_delete="CASCADE")
    title = CharField(max_length=300)
    language = CharField(max_length=2, default="en")
    languages = DataField(default=list)
    contact_name = CharField(max_length=200, default="")
    contact_email = CharField(max_length=254, default="")
    currency = CharField(max_length=3)
    zone = CharField(max_length=60)
    background = TextField(default="")
    objectives = TextField(default="")
    target_groups = TextField(default="")
    scope = TextField(default="")
    staffing = TextField(default="")
    hours = TextField(default="")
    day_and_night = BooleanField(default=False)
    data_profile = TextField(default="")
    data_categories = DataField(default=list)
    special_categories = DataField(default=list)
    children_data = BooleanField(default=False)
    data_transfers = BooleanField(default=False)
    transfer_note = TextField(default="")
    retention_months = IntegerField(null=True)
    proposal_parts = DataField(default=list)
    own_sealing = BooleanField(default=False)
    services = DataField(default=list)
    breakdown_values = DataField(default=list)
    standards = DataField(default=list)
    lots_to_win = IntegerField(null=True)
    method = EnumField(Method, default=Method.SINGLE_GRID)
    quality_weight = IntegerField(default=70)
    price_formula = EnumField(PriceFormula, default=PriceFormula.LOWEST_OVER_PRICE)
    prices_apart = BooleanField(default=False)
    price_rule = EnumField(PriceRule, default=PriceRule.COMPUTED)
    threshold = IntegerField(default=70)
    indirect_ceiling = IntegerField(default=7)
    months = IntegerField(default=12)
    report_every_months = IntegerField(default=3)
    report_days = IntegerField(default=30)
    starts_on = DateField(null=True)
    clarify_until = InstantField(null=True)
    answers_by = InstantField(null=True)
    site_visit_at = InstantField(null=True)
    site_visit_place = CharField(max_length=300, default="")
    deadline = InstantField(null=True)
    opening_at = InstantField(null=True)
    results_on = DateField(null=True)
    standstill_days = IntegerField(default=10)
    government_part = EnumField(GovernmentPart, default=GovernmentPart.NONE)
    government_reason = TextField(default="")
    quorum = IntegerField(default=3)
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
    revealed_lots = IntegerField(default=0)
    awarded_at = InstantField(null=True)
    publish_at = InstantField(null=True)
    edition = IntegerField(default=0)
    no_objection_on = DateField(null=True)
    no_objection_by = CharField(max_length=200, default="")
    no_objection_reference = CharField(max_length=200, default="")
    if TYPE_CHECKING:
        author_id: UUID
        centre_id: UUID
        amends_id: UUID | None
        opening_starter_id: UUID | None
        lots: ModelSelect["Lot"]
        services_needed: ModelSelect["ServiceNeed"]
        posts: ModelSelect["StaffPost"]
        eligibility: ModelSelect["EligibilityQuestion"]
        required_documents: ModelSelect["RequiredDocument"]
        criteria: ModelSelect["Criterion"]
        questions: ModelSelect["Question"]
        budget_categories: ModelSelect["BudgetCategory"]
        indicators: ModelSelect["Indicator"]
        seats: ModelSelect["Seat"]

    class Meta:
        """The order of the public list."""

        indexes = ((("amends", "kind", "deadline", "id", "state", "published_at"), False),)

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
    key = UUIDField(default=uuid4)
    number = IntegerField()
    site = ForeignKeyField(Site, null=True, backref="lots", on_delete="SET NULL")
    city = CharField(max_length=120)
    title = CharField(max_length=300)
    scope = TextField(default="")
    places = IntegerField(default=0)
    apartments = IntegerField(default=0)
    ceiling = AmountField()
    withdrawn_at = InstantField(null=True)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]
        call_id: UUID
        site_id: UUID | None

    class Meta:
        """Lots are numbered within their call."""

        indexes = ((("call", "number"), True), (("call", "key"), True))

    @property
    def lot_id(self) -> "UUID":
        """Its own key, by which the rules name it."""
        return self.id

    @property
    def call_state(self) -> CallState:
        """The state of its call."""
        return self.call.state


class ServiceNeed(Record):
    """What a service must reach beyond the library: standard, proof and indicator."""

    call = ForeignKeyField(Call, backref="services_needed", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    service = CharField(max_length=40)
    standard = TextField()
    verification = TextField(default="")
    frequency = EnumField(Frequency, default=Frequency.REPORT)
    indicator = CharField(max_length=200, default="")
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class StaffPost(Record):
    """A function that a partner must fill, and in which shifts."""

    call = ForeignKeyField(Call, backref="posts", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    function = CharField(max_length=200)
    people = IntegerField(default=1)
    shifts = DataField(default=list)
    note = CharField(max_length=300, default="")
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class EligibilityQuestion(Record):
    """A question that decides who may be judged; ``figure`` is what a number must reach."""

    call = ForeignKeyField(Call, backref="eligibility", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    text = TextField()
    kind = EnumField(AnswerKind, default=AnswerKind.YES_NO)
    passing = EnumField(PassingRule, default=PassingRule.YES)
    figure = IntegerField(null=True)
    evidence = BooleanField(default=False)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class RequiredDocument(Record):
    """A file that a proposal must or may hold."""

    call = ForeignKeyField(Call, backref="required_documents", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    title = CharField(max_length=200)
    note = CharField(max_length=300, default="")
    mandatory = BooleanField(default=True)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class Criterion(Record):
    """What is judged: its weight of 100, its scale from 0, and what each score means.

    ``score_guidance`` holds a text for each score from 0 to ``scale``; ``least`` is the mean
    score below which a proposal falls out, 0 for none.
    """

    call = ForeignKeyField(Call, backref="criteria", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    name = CharField(max_length=200)
    guidance = TextField(default="")
    weight = IntegerField()
    scale = IntegerField(default=5)
    score_guidance = DataField(default=list)
    least = IntegerField(default=0)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]
        call_id: UUID
        questions: ModelSelect["Question"]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class Question(Record):
    """What a partner answers, as evidence for one criterion; ``words`` at most."""

    call = ForeignKeyField(Call, backref="questions", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    criterion = ForeignKeyField(Criterion, backref="questions", on_delete="CASCADE")
    text = TextField()
    words = IntegerField(default=400)
    withdrawn_at = InstantField(null=True)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]
        call_id: UUID
        criterion_id: UUID

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class BudgetCategory(Record):
    """A heading of the budget template; ``ceiling`` in percent of the direct costs, or none."""

    call = ForeignKeyField(Call, backref="budget_categories", on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    code = CharField(max_length=40)
    name = CharField(max_length=200)
    ceiling = IntegerField(null=True)
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)


class Indicator(Record):
    """What a partner reports on, from the baseline to the target of the whole contract.

    One that belongs to no ``call`` is the partner's own; a contract names it by its target.
    ``dimensions`` names what its figures are broken down by, ``adding`` how those of periods
    make the cumulative one; ``over_100`` lets a percentage pass 100.
    """

    call = ForeignKeyField(Call, backref="indicators", null=True, on_delete="CASCADE")
    key = UUIDField(default=uuid4)
    position = IntegerField()
    name = CharField(max_length=200)
    unit = CharField(max_length=60)
    kind = EnumField(IndicatorKind, default=IndicatorKind.COUNT)
    adding = EnumField(Adding, default=Adding.SUM)
    over_100 = BooleanField(default=False)
    disaggregated = BooleanField(default=False)
    dimensions = DataField(default=list)
    baseline = IntegerField(default=0)
    target = IntegerField(default=0)
    verification = CharField(max_length=300, default="")
    if TYPE_CHECKING:
        key: UUID  # type: ignore[no-redef]
        call_id: UUID | None

    class Meta:
        """A row keeps its key through every version of its call."""

        indexes = ((("call", "key"), True),)

    @property
    def is_own(self) -> bool:
        """Whether the partner set it itself in its proposal."""
        return self.call_id is None


class Seat(Record):
    """A person's place on the committee of a call, and what they declared.

    A ``conflict`` shuts the whole call; ``lots_shut`` holds the keys of lots that are not
    theirs. ``reads_proposals`` holds for an observer. Who was replaced has left.
    """

    call = ForeignKeyField(Call, backref="seats", on_delete="CASCADE")
    person = ForeignKeyField(Person, backref="seats", on_delete="RESTRICT")
    kind = EnumField(SeatKind)
    chair = BooleanField(default=False)
    government = BooleanField(default=False)
    institution = CharField(max_length=200, default="")
    appointment = CharField(max_length=200, default="")
    appointed_on = DateField(null=True)
    alternate = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    reads_proposals = BooleanField(default=True)
    declared_at = InstantField(null=True)
    conflict = BooleanField(default=False)
    declaration = TextField(default="")
    lots_shut = DataField(default=list)
    left_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        person_id: UUID
        alternate_id: UUID | None

    class Meta:
        """One seat for a person on a call."""

        indexes = ((("call", "person"), True),)
