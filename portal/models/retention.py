"""How long what was reported is kept: holds on contracts, and contracts that were purged."""

from peewee import CharField, ForeignKeyField, TextField

from portal.models.base import DataField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person


class RetentionHold(Record):
    """Why nothing of a contract may be purged; lifting it keeps it."""

    contract = ForeignKeyField(Contract, backref="holds", on_delete="RESTRICT")
    reason = TextField()
    placed_at = InstantField()
    placed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    lifted_at = InstantField(null=True)
    lifted_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")


class PurgedContract(Record):
    """A contract of which the words and files of its reports were purged, and how many.

    ``listed`` is the fingerprint of the list that was confirmed.
    """

    contract = ForeignKeyField(Contract, unique=True, backref="+", on_delete="RESTRICT")
    counts = DataField()
    listed = CharField(max_length=64)
    purged_at = InstantField()
    purged_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
