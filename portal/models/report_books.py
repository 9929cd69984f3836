"""Workbooks of whole reports that were read back and wait for a choice."""

from peewee import CharField, ForeignKeyField

from portal.models.base import DataField, InstantField, Record
from portal.models.monitoring import Report
from portal.models.people import Person


class ReportBook(Record):
    """What a workbook says of the sections that others changed meanwhile.

    ``content`` holds by section what the workbook says and the version that it was shown
    beside; ``taken_at`` is when somebody had chosen.
    """

    report = ForeignKeyField(Report, backref="books", on_delete="CASCADE")
    content = DataField(default=dict)
    filename = CharField(max_length=200)
    sent_at = InstantField()
    sent_by = ForeignKeyField(Person, on_delete="RESTRICT")
    taken_at = InstantField(null=True)
