"""Reviews of a contract before it is offered, and comments pinned to its clauses."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_contracts import ReviewState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class ContractReview(Record):
    """One review of one round: who has to look, who agreed or returned it, and when."""

    contract = ForeignKeyField(Contract, backref="reviews", on_delete="CASCADE")
    round = IntegerField()
    kind = CharField(max_length=20)
    state = EnumField(ReviewState, default=ReviewState.WAITING)
    asked_at = InstantField()
    reminded_at = InstantField(null=True)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField(default="")

    class Meta:
        """Each kind of review is asked for once in a round."""

        indexes = ((("contract", "round", "kind"), True),)


class ContractComment(Record):
    """What somebody remarks on one clause of a contract, until it is resolved.

    ``words`` are those that the partner proposes to put into the clause instead.
    """

    contract = ForeignKeyField(Contract, backref="comments", on_delete="CASCADE")
    code = CharField(max_length=10)
    text = TextField()
    words = TextField(default="")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        author_id: UUID


class ContractVersion(Record):
    """A contract as it was offered to the partner: all that both agree on, never changed."""

    contract = ForeignKeyField(Contract, backref="versions", on_delete="CASCADE")
    number = IntegerField()
    content = DataField()
    fingerprint = CharField(max_length=64)
    offered_at = InstantField()

    class Meta:
        """Versions are numbered within a contract."""

        indexes = ((("contract", "number"), True),)
