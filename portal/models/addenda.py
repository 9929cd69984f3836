"""Addenda: numbered changes of a published call, and what it said in each of its versions."""

from typing import TYPE_CHECKING

from peewee import ForeignKeyField, IntegerField, TextField

from portal.models.base import DataField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class Addendum(Record):
    """A change of a published call: written in a working copy, issued under a number.

    ``sections`` names what it changed, once it is issued.
    """

    call = ForeignKeyField(Call, backref="addenda", on_delete="CASCADE")
    number = IntegerField()
    reason = TextField()
    draft = ForeignKeyField(Call, unique=True, backref="addendum", on_delete="CASCADE")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    issued_at = InstantField(null=True)
    issuer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    sections = DataField(default=list)
    deadline_before = InstantField(null=True)
    deadline_after = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        draft_id: UUID
        author_id: UUID

    class Meta:
        """Addenda are numbered within their call."""

        indexes = ((("call", "number"), True),)


class CallVersion(Record):
    """Everything that a call said from a moment on; 0 is what was published."""

    call = ForeignKeyField(Call, backref="versions", on_delete="CASCADE")
    number = IntegerField()
    contents = DataField()
    at = InstantField()
    addendum = ForeignKeyField(Addendum, null=True, backref="versions", on_delete="CASCADE")
    if TYPE_CHECKING:
        call_id: UUID

    class Meta:
        """Versions are numbered within their call."""

        indexes = ((("call", "number"), True),)
