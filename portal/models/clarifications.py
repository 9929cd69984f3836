"""Questions on a call, their answers, and the rounds in which these are published."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import CallState, ClarificationState
from portal.models.base import EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class ClarificationRound(Record):
    """One publication of answers, to everybody at once, with a document of its own."""

    call = ForeignKeyField(Call, backref="clarification_rounds", on_delete="RESTRICT")
    number = IntegerField()
    published_at = InstantField()
    publisher = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        call_id: UUID

    class Meta:
        """Rounds are numbered within their call."""

        indexes = ((("call", "number"), True),)


class Clarification(Record):
    """A question on a call. ``asker`` and ``partner`` are for the asker's own list and mails.

    ``question`` is as it was asked, ``edited`` as everybody may read it; ``lot_number`` and
    ``section`` say what it is about, empty for the whole call; ``digest`` is the same for a
    question that one person sends twice.
    """

    call = ForeignKeyField(Call, backref="clarifications", on_delete="RESTRICT")
    lot_number = IntegerField(null=True)
    section = CharField(max_length=40, default="")
    number = IntegerField(null=True)
    round = ForeignKeyField(
        ClarificationRound, null=True, backref="answers", on_delete="RESTRICT"
    )
    state = EnumField(ClarificationState, default=ClarificationState.ASKED)
    question = TextField()
    edited = TextField(default="")
    answer = TextField(default="")
    comment = TextField(default="")
    asker = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, null=True, on_delete="RESTRICT")
    digest = CharField(max_length=64, null=True, unique=True)
    asked_at = InstantField()
    drafter = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reader = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    duplicate_of = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    corrects = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    reminded_at = InstantField(null=True)
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        call_id: UUID
        asker_id: UUID | None
        drafter_id: UUID | None
        reader_id: UUID | None
        round_id: UUID | None
        duplicate_of_id: UUID | None
        corrects_id: UUID | None

    class Meta:
        """Answers are numbered within their call once they are published."""

        indexes = ((("call", "number"), True), (("state", "call"), False))

    @property
    def call_state(self) -> CallState:
        """The state of the call it is about."""
        return self.call.state
