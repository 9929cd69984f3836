"""Reports on the portfolio that were asked for, with what they told at that moment."""

from peewee import CharField, ForeignKeyField

from portal.models.base import DataField, InstantField, Record
from portal.models.people import Person


class PortfolioReport(Record):
    """One report on the contracts that fitted some filters.

    ``content`` holds all that is printed, small counts already left out, so that the document
    stays the same whatever is accepted later.
    """

    number = CharField(max_length=60, unique=True)
    filters = DataField(default=dict)
    content = DataField(default=dict)
    asked_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    asked_at = InstantField()
