"""The review of a report: decisions by section and desk, answers, who writes what."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_report_review import DeskReview, SectionReview
from portal.domain.report_desks import Desk
from portal.models.base import EnumField, InstantField, Record
from portal.models.monitoring import Report, ReportComment
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class SectionDecision(Record):
    """What a desk decided on one section, and the fingerprint of what it had read there.

    An accepted section stays accepted after a resubmission while its fingerprint is the same.
    """

    report = ForeignKeyField(Report, backref="decisions", on_delete="CASCADE")
    section = CharField(max_length=40)
    state = EnumField(SectionReview, default=SectionReview.OPEN)
    comment = TextField(default="")
    fingerprint = CharField(max_length=64, default="")
    version = IntegerField(default=1)
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        report_id: UUID
        decided_by_id: UUID | None

    class Meta:
        """A section is decided on once."""

        indexes = ((("report", "section"), True),)


class ReportDesk(Record):
    """Whether a desk has finished with a report."""

    report = ForeignKeyField(Report, backref="desks", on_delete="CASCADE")
    desk = EnumField(Desk)
    state = EnumField(DeskReview, default=DeskReview.READING)
    finished_at = InstantField(null=True)
    finished_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        report_id: UUID

    class Meta:
        """A report lies once on each desk."""

        indexes = ((("report", "desk"), True),)


class ReportAnswer(Record):
    """What either side answers to what was asked on a section of a report."""

    comment = ForeignKeyField(ReportComment, backref="answers", on_delete="CASCADE")
    text = TextField()
    made_at = InstantField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        comment_id: UUID


class ReportAssignment(Record):
    """A section of a report that somebody of the partner is to write."""

    report = ForeignKeyField(Report, backref="assignments", on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    assigned_by = ForeignKeyField(Person, on_delete="RESTRICT")
    assigned_at = InstantField()
    done_at = InstantField(null=True)
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """A section is one person's."""

        indexes = ((("report", "section"), True),)
