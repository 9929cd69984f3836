"""The clause library: versions of clauses, and what a contract deviates from in them."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.actions import Role
from portal.domain.clauses import Answerer
from portal.domain.lifecycle_contracts import ClauseState, DeviationState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.contracts import Contract
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class ClauseVersion(Record):
    """One version of a clause; version 1 of the house's own is read from its library.

    Texts lie by language, parameters as name, kind and value; ``applies`` names traits of a
    contract and is empty for a clause that always applies.
    """

    code = CharField(max_length=10)
    version = IntegerField()
    part = CharField(max_length=20)
    state = EnumField(ClauseState, default=ClauseState.WAITING)
    titles = DataField(default=dict)
    texts = DataField(default=dict)
    checks = DataField(default=dict)
    parameters = DataField(default=list)
    applies = DataField(default=list)
    principles = DataField(default=list)
    mandatory = BooleanField(default=True)
    owner = EnumField(Role)
    answers = EnumField(Answerer, null=True)
    replaces = CharField(max_length=10, default="")
    retires = BooleanField(default=False)
    valid_from = DateField()
    reason = TextField(default="")
    author = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    created_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField(default="")
    if TYPE_CHECKING:
        author_id: UUID | None
        decided_by_id: UUID | None

    class Meta:
        """Versions are numbered within a clause."""

        indexes = ((("code", "version"), True),)

    @property
    def of_house(self) -> bool:
        """Say whether the version is read from the house's own library."""
        return self.author_id is None


class ContractDeviation(Record):
    """A mandatory clause that a contract alters, or leaves out where ``text`` is empty."""

    contract = ForeignKeyField(Contract, backref="deviations", on_delete="CASCADE")
    code = CharField(max_length=10)
    title = CharField(max_length=200)
    standard = TextField()
    text = TextField()
    reason = TextField()
    state = EnumField(DeviationState, default=DeviationState.ASKED)
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField(default="")
    if TYPE_CHECKING:
        asked_by_id: UUID
