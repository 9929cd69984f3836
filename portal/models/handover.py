"""Handover plans of centres: versions, milestones, shares of the budget, what was marked."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.handover import Goal, Side, YearShare
from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models.base import EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class HandoverPlan(Record):
    """One numbered version of the plan by which a centre passes to the State.

    ``letter`` is the reference of the authority's agreement, ``act`` that of the transfer.
    Places and posts are counted as the plan begins.
    """

    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    replaces = ForeignKeyField("self", backref="+", null=True, on_delete="RESTRICT")
    state = EnumField(PlanState, default=PlanState.DRAFT, index=True)
    language = CharField(max_length=2)
    authority = CharField(max_length=300)
    planned_on = DateField()
    capacity = IntegerField()
    staff_iom = IntegerField(default=0)
    staff_state = IntegerField(default=0)
    baseline = TextField(default="")
    conditions = TextField(default="")
    support = TextField(default="")
    reason = TextField(default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    changed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    approved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    approved_at = InstantField(null=True)
    letter = CharField(max_length=120, default="")
    agreed_on = DateField(null=True)
    act = CharField(max_length=120, default="")
    handed_on = DateField(null=True)
    receiver = CharField(max_length=200, default="")
    handed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    remark = TextField(default="")
    closed_at = InstantField(null=True)
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        replaces_id: UUID | None
        author_id: UUID
        changed_by_id: UUID
        goals: ModelSelect["HandoverGoal"]
        years: ModelSelect["HandoverYear"]

    class Meta:
        """Versions are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def writers(self) -> "frozenset[UUID]":
        """Who began the version and who changed it last."""
        return frozenset({self.author_id, self.changed_by_id})


class HandoverGoal(Record):
    """One milestone of a version: what, whose, by when, and what is to show it.

    The ``code`` is the same in every version of the plan.
    """

    plan = ForeignKeyField(HandoverPlan, backref="goals", on_delete="CASCADE")
    code = CharField(max_length=10)
    position = IntegerField()
    title = CharField(max_length=300)
    side = EnumField(Side)
    function = CharField(max_length=200)
    due_on = DateField()
    evidence = TextField(default="")
    risk = TextField(default="")
    state = EnumField(GoalState, default=GoalState.SCHEDULED)
    marked_on = DateField(null=True)
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        plan_id: UUID
        marks: ModelSelect["HandoverMark"]

    class Meta:
        """A code stands once in a version."""

        indexes = ((("plan", "code"), True),)

    @property
    def goal(self) -> Goal:
        """The milestone as the rules read it."""
        return Goal(self.state, self.due_on)


class HandoverYear(Record):
    """Who pays which part of the budget of a year, in percent."""

    plan = ForeignKeyField(HandoverPlan, backref="years", on_delete="CASCADE")
    year = IntegerField()
    iom = IntegerField()
    state = IntegerField()
    reason = TextField(default="")

    class Meta:
        """A year stands once in a version."""

        indexes = ((("plan", "year"), True),)

    @property
    def share(self) -> YearShare:
        """The year as the rules read it."""
        return YearShare(self.year, self.iom, self.state, self.reason)


class HandoverMark(Record):
    """One change of a milestone, with its day and what shows it; every one is kept."""

    goal = ForeignKeyField(HandoverGoal, backref="marks", on_delete="CASCADE")
    state = EnumField(GoalState)
    marked_on = DateField()
    text = TextField()
    filename = CharField(max_length=200, default="")
    media_type = CharField(max_length=100, default="")
    size = IntegerField(default=0)
    sha256 = CharField(max_length=64, default="")
    path = CharField(max_length=200, default="")
    made_at = InstantField()
    made_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")


class HandoverReview(Record):
    """A look back some time after the handover; due from the day of the transfer."""

    plan = ForeignKeyField(HandoverPlan, backref="+", on_delete="CASCADE")
    number = IntegerField()
    due_on = DateField()
    held_on = DateField(null=True)
    text = TextField(default="")
    made_at = InstantField(null=True)
    made_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    version = IntegerField(default=1)

    class Meta:
        """Reviews are numbered within their plan."""

        indexes = ((("plan", "number"), True),)
