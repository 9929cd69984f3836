"""Scorecards, scores, and what the committee recommends."""

from typing import TYPE_CHECKING

from peewee import ForeignKeyField, IntegerField, TextField

from portal.domain.interests import Cause
from portal.domain.lifecycle import CallState, ScorecardState
from portal.models.base import EnumField, InstantField, Record
from portal.models.calls import Call, Criterion, Lot, Seat
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Scorecard(Record):
    """One member's sheet for one proposal; each of its scores has a version of its own."""

    seat = ForeignKeyField(Seat, backref="scorecards", on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, backref="scorecards", on_delete="RESTRICT")
    state = EnumField(ScorecardState, default=ScorecardState.OPEN)
    version = IntegerField(default=1)
    locked_at = InstantField(null=True)
    voided_at = InstantField(null=True)
    void_cause = EnumField(Cause, null=True)
    void_reason = TextField(default="")
    if TYPE_CHECKING:
        seat_id: UUID
        proposal_id: UUID
        scores: ModelSelect["Score"]

    class Meta:
        """One sheet for a member and a proposal."""

        indexes = ((("seat", "proposal"), True),)

    @property
    def call_id(self) -> "UUID":
        """The call it belongs to."""
        return self.proposal.call_id

    @property
    def call_state(self) -> CallState:
        """The state of that call."""
        return self.proposal.call.state

    @property
    def lot_id(self) -> "UUID":
        """The lot of its proposal."""
        return self.proposal.lot_id

    @property
    def person_id(self) -> "UUID":
        """Whose sheet it is."""
        return self.seat.person_id

    @property
    def lot_is_revealed(self) -> bool:
        """Whether the chair has revealed the scores of its lot."""
        return LotReveal.select().where(LotReveal.lot == self.proposal.lot_id).exists()


class Score(Record):
    """One number on the scale of its criterion, with its reason."""

    scorecard = ForeignKeyField(Scorecard, backref="scores", on_delete="CASCADE")
    criterion = ForeignKeyField(Criterion, on_delete="RESTRICT")
    value = IntegerField(null=True)
    reason = TextField(default="")
    version = IntegerField(default=1)
    saved_at = InstantField(null=True)
    if TYPE_CHECKING:
        criterion_id: UUID
        scorecard_id: UUID

    class Meta:
        """One score for a criterion on a sheet."""

        indexes = ((("scorecard", "criterion"), True),)


class LotReveal(Record):
    """That the scores of a lot were shown: by whom, when, and how many scorecards they are."""

    lot = ForeignKeyField(Lot, unique=True, on_delete="CASCADE")
    revealed_by = ForeignKeyField(Person, on_delete="RESTRICT")
    revealed_at = InstantField()
    scorecards = IntegerField()
    if TYPE_CHECKING:
        lot_id: UUID


class Recommendation(Record):
    """What the committee recommends for one lot; no proposal means no award."""

    call = ForeignKeyField(Call, backref="recommendations", on_delete="CASCADE")
    lot = ForeignKeyField(Lot, unique=True, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, null=True, on_delete="RESTRICT")
    reason = TextField()
    made_at = InstantField()
    if TYPE_CHECKING:
        proposal_id: UUID | None
        lot_id: UUID
