"""The life of a call before and beside its proposals: review, publication, cancellation."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, TextField

from portal.domain.lifecycle import CallState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class ReviewComment(Record):
    """What a reviewer asks for in one section of a call, until it is resolved."""

    call = ForeignKeyField(Call, backref="review_comments", on_delete="CASCADE")
    section = CharField(max_length=40)
    text = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        author_id: UUID
        call_id: UUID


class Publication(Record):
    """The plan to publish a call at a set time: who made it, and why it was dropped."""

    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    planner = ForeignKeyField(Person, on_delete="RESTRICT")
    planned_at = InstantField()
    dropped_at = InstantField(null=True)
    broken = DataField(default=list)


class Cancellation(Record):
    """Why a call was cancelled, in one or more languages, and where it stood."""

    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    reasons = DataField(default=dict)
    stood = EnumField(CallState)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    cancelled_at = InstantField()
