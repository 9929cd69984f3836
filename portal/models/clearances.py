"""Clearances for what is paid to staff of a government, under Internal Instruction 92."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.clearances import Consent, CoverKind, Post, needed
from portal.domain.lifecycle_clearances import ClearanceState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


def _by(**facts: Any) -> ForeignKeyField:  # noqa: ANN401 - peewee's own
    return ForeignKeyField(Person, backref="+", on_delete="RESTRICT", **facts)


class Clearance(Record):
    """What may be paid to staff of a government in one centre, and who consented.

    ``posts`` are functions and numbers of people, never names; ``ceiling`` is in ``currency``
    and holds for all people and days together. ``donor_agrees`` is what the letter says;
    it counts once a second person has compared the record with the letter.
    """

    reference = CharField(max_length=60, unique=True)
    number = IntegerField()
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    state = EnumField(ClearanceState, default=ClearanceState.DRAFT, index=True)
    covers = DataField()
    posts = DataField()
    ceiling = AmountField()
    currency = CharField(max_length=3)
    starts_on = DateField()
    ends_on = DateField()
    justification = TextField()
    exit_plan = TextField(default="")
    donor = CharField(max_length=200, default="")
    agreement = CharField(max_length=120, default="")
    author = _by()
    created_at = InstantField()
    asked_at = InstantField(null=True)
    legal_by = _by(null=True)
    legal_at = InstantField(null=True)
    legal_note = TextField(default="")
    donor_reference = CharField(max_length=120, default="")
    donor_on = DateField(null=True)
    donor_agrees = BooleanField(null=True)
    donor_by = _by(null=True)
    donor_at = InstantField(null=True)
    donor_checked_by = _by(null=True)
    donor_checked_at = InstantField(null=True)
    cleared_at = InstantField(null=True)
    reason = TextField(default="")
    ended_at = InstantField(null=True)
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        author_id: UUID
        legal_by_id: UUID | None
        donor_by_id: UUID | None

    class Meta:
        """Clearances are numbered within their centre."""

        indexes = ((("centre", "number"), True),)

    @property
    def kinds(self) -> tuple[CoverKind, ...]:
        """What is covered, as the rules read it."""
        given: Collection[str] = self.covers
        return tuple(each for each in CoverKind if each.value in given)

    @property
    def functions(self) -> Sequence[Post]:
        """The functions that are covered and how many people hold each."""
        return [Post(each["function"], each["people"]) for each in self.posts]

    @property
    def needed(self) -> tuple[Consent, ...]:
        """Whose consent the management model of the centre asks for."""
        return needed(self.centre.model)

    @property
    def given(self) -> frozenset[Consent]:
        """Whose consent is there: the donor's once its letter was checked."""
        legal = {Consent.LEGAL} if self.legal_at and self.legal_by_id else set()
        checked = self.donor_checked_at is not None and self.donor_agrees
        return frozenset(legal | ({Consent.DONOR} if checked else set()))

    def is_in_force(self, day: "date") -> bool:
        """Say whether something may be paid for a day under it."""
        runs = self.starts_on <= day <= self.ends_on
        return self.state is ClearanceState.CLEARED and bool(runs)
