"""Uploads under way: a file that arrives in parts, until it is whole and attached."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField

from portal.models.base import DataField, InstantField, Record
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID


class PendingUpload(Record):
    """A file of a draft that is still arriving; its parts lie in the file store.

    ``sha256`` is what the browser says the whole will have, empty when it could not tell.
    ``received`` counts the bytes that have arrived; ``parts`` names them in their order.
    """

    proposal = ForeignKeyField(Proposal, backref="uploads", on_delete="CASCADE")
    title = CharField(max_length=200)
    purpose = CharField(max_length=60, default="")
    filename = CharField(max_length=200)
    size = IntegerField()
    sha256 = CharField(max_length=64, default="")
    received = IntegerField(default=0)
    parts = DataField(default=list)
    started_by = ForeignKeyField(Person, on_delete="RESTRICT")
    started_at = InstantField()
    touched_at = InstantField()
    if TYPE_CHECKING:
        proposal_id: UUID

    @property
    def whole(self) -> bool:
        """Say whether every byte has arrived."""
        return bool(self.received == self.size)
