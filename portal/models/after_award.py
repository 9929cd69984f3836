"""After the award: what partners answer and ask, reviews, and the whole file of a call."""

from enum import StrEnum
from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState
from portal.domain.lifecycle_award import AcceptanceState, ReviewState
from portal.models.award import AwardRound
from portal.models.base import EnumField, InstantField, Record
from portal.models.calls import Call, Lot
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID


class LotAward(Record):
    """The award of one lot to a proposal, with its standstill and the partner's answer.

    ``standstill_until`` is the last minute of its last day, set when the letters leave.
    """

    round = ForeignKeyField(AwardRound, backref="lot_awards", on_delete="CASCADE")
    lot = ForeignKeyField(Lot, backref="lot_awards", on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, backref="lot_awards", on_delete="RESTRICT")
    state = EnumField(AcceptanceState, default=AcceptanceState.OFFERED)
    standstill_until = InstantField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answered_at = InstantField(null=True)
    reason = TextField(default="")
    if TYPE_CHECKING:
        lot_id: UUID
        proposal_id: UUID
        round_id: UUID

    class Meta:
        """A round awards a lot once."""

        indexes = ((("round", "lot"), True),)

    @property
    def partner_id(self) -> "UUID":
        """The partner that got the lot."""
        return self.proposal.partner_id

    @property
    def call_id(self) -> "UUID":
        """The call of the lot."""
        return self.proposal.call_id

    @property
    def call_state(self) -> CallState:
        """The state of that call."""
        return self.proposal.call.state


class ReviewRequest(Record):
    """A partner's request to look at an award again, and the decision on it."""

    proposal = ForeignKeyField(Proposal, unique=True, backref="reviews", on_delete="RESTRICT")
    number = IntegerField()
    state = EnumField(ReviewState, default=ReviewState.FILED)
    grounds = TextField()
    filed_by = ForeignKeyField(Person, on_delete="RESTRICT")
    filed_at = InstantField()
    reviewer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    named_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    named_at = InstantField(null=True)
    decision = TextField(default="")
    decided_at = InstantField(null=True)
    if TYPE_CHECKING:
        proposal_id: UUID
        reviewer_id: UUID | None

    @property
    def partner_id(self) -> "UUID":
        """The partner that asks."""
        return self.proposal.partner_id

    @property
    def call_id(self) -> "UUID":
        """The call of the award."""
        return self.proposal.call_id

    @property
    def call_state(self) -> CallState:
        """The state of that call."""
        return self.proposal.call.state


class Debrief(Record):
    """A partner's question on the result of its proposal, and the answer of the office."""

    proposal = ForeignKeyField(Proposal, backref="debriefs", on_delete="RESTRICT")
    question = TextField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    answer = TextField(default="")
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answered_at = InstantField(null=True)
    if TYPE_CHECKING:
        proposal_id: UUID

    @property
    def call_id(self) -> "UUID":
        """The call of the proposal."""
        return self.proposal.call_id


class PackState(StrEnum):
    """Where the work of packing the whole file of a call stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class CallPack(Record):
    """The whole file of a call as one ZIP, with how far its making is."""

    call = ForeignKeyField(Call, backref="packs", on_delete="CASCADE")
    number = IntegerField()
    state = EnumField(PackState, default=PackState.RUNNING)
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    path = CharField(max_length=200, default="")
    sha256 = CharField(max_length=64, default="")
    size = IntegerField(default=0)
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    made_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID

    class Meta:
        """Packs are numbered within their call."""

        indexes = ((("call", "number"), True),)

    @property
    def share(self) -> int:
        """How much of the work is done, in percent."""
        return self.done * 100 // self.total if self.total else 0
