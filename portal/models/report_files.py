"""What goes with a report: its annexes, and what stays although it looks like personal data."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField

from portal.domain.personal_data import KeptFor, Trace
from portal.domain.report_annexes import Shown
from portal.models.base import EnumField, InstantField, Record
from portal.models.monitoring import Report
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class KeptTrace(Record):
    """Why one place of a report stays as it is, by a fingerprint of the words found there."""

    report = ForeignKeyField(Report, backref="kept_traces", on_delete="CASCADE")
    section = CharField(max_length=40)
    kind = EnumField(Trace)
    fingerprint = CharField(max_length=64)
    reason = EnumField(KeptFor)
    note = CharField(max_length=300)
    kept_at = InstantField()
    kept_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        """One reason for the same words in a section."""

        indexes = ((("report", "section", "fingerprint"), True),)


class ReportAnnex(Record):
    """A photo or another file of a report; the bytes lie in the file store.

    ``sha256`` and ``size`` are of what is kept, the others of what was sent; ``shown`` says
    whether people can be recognised in it.
    """

    report = ForeignKeyField(Report, backref="annexes", on_delete="CASCADE")
    caption = CharField(max_length=200)
    shown = EnumField(Shown)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    sent_sha256 = CharField(max_length=64)
    sent_size = IntegerField()
    added_at = InstantField()
    added_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        report_id: UUID

    class Meta:
        """The same file belongs to a report once."""

        indexes = ((("report", "sha256"), True),)
