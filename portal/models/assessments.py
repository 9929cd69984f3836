"""Assessments of a partner's capacity and of how it prevents exploitation and abuse."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.assessments import AssessmentKind
from portal.domain.lifecycle_diligence import AssessmentState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


class Assessment(Record):
    """One assessment of a partner: written by one person, approved by another, until a date.

    ``library`` is the version of the questions; ``rating`` and ``result`` are what they led to
    when it was approved.
    """

    partner = ForeignKeyField(Partner, backref="assessments", on_delete="CASCADE")
    kind = EnumField(AssessmentKind)
    state = EnumField(AssessmentState, default=AssessmentState.DRAFT, index=True)
    library = CharField(max_length=20)
    findings = DataField(default=dict)
    summary = TextField(default="")
    version = IntegerField(default=1)
    started_at = InstantField()
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    sent_at = InstantField(null=True)
    sent_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    answer = TextField(default="")
    rating = CharField(max_length=20, default="")
    result = DataField(default=dict)
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    valid_until = DateField(null=True)
    if TYPE_CHECKING:
        partner_id: UUID
        author_id: UUID
        sent_by_id: UUID | None
        decided_by_id: UUID | None
        valid_until: date | None  # type: ignore[no-redef]
