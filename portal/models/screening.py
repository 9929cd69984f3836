"""Screening: the checks as they are saved, exclusions, and windows for what is missing."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle_diligence import ExclusionState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class ScreeningSheet(Record):
    """The checks of a proposal that a person has answered so far, before the decision."""

    proposal = ForeignKeyField(Proposal, unique=True, on_delete="CASCADE")
    checks = DataField(default=dict)
    version = IntegerField(default=1)
    saved_at = InstantField(null=True)
    saved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class Exclusion(Record):
    """An exclusion that one person proposed, and what a second person made of it.

    ``screening`` is the checklist as it stood then; every proposed exclusion is kept.
    """

    proposal = ForeignKeyField(Proposal, backref="exclusions", on_delete="RESTRICT")
    state = EnumField(ExclusionState, default=ExclusionState.PROPOSED, index=True)
    reason = TextField()
    screening = DataField(default=dict)
    proposed_at = InstantField()
    proposed_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    answer = TextField(default="")
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
        proposed_by_id: UUID
        decided_by_id: UUID | None


class DeficiencyWindow(Record):
    """A time in which named items can be supplied by every partner that lacks them."""

    call = ForeignKeyField(Call, backref="+", on_delete="RESTRICT")
    items = DataField(default=list)
    opened_at = InstantField()
    closes_at = InstantField(index=True)
    opened_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        call_id: UUID
        closes_at: datetime  # type: ignore[no-redef]


class DeficiencyRequest(Record):
    """What one proposal lacks of the items of a window."""

    window = ForeignKeyField(DeficiencyWindow, backref="requests", on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, backref="deficiencies", on_delete="RESTRICT")
    items = DataField(default=list)
    if TYPE_CHECKING:
        window_id: UUID
        proposal_id: UUID

    class Meta:
        """A window asks each proposal once."""

        indexes = ((("window", "proposal"), True),)


class DeficiencySupply(Record):
    """An answer or a file that a partner supplied for one item; the last one counts."""

    request = ForeignKeyField(DeficiencyRequest, backref="supplies", on_delete="RESTRICT")
    item = CharField(max_length=60)
    answer = CharField(max_length=20, default="")
    filename = CharField(max_length=200, default="")
    media_type = CharField(max_length=100, default="")
    size = IntegerField(default=0)
    sha256 = CharField(max_length=64, default="")
    path = CharField(max_length=200, default="")
    supplied_at = InstantField()
    supplied_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        request_id: UUID
