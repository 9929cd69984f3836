"""What calls are written from: templates of the house and fragments of terms of reference."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.models.base import DataField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class CallTemplate(Record):
    """The contents of a call, kept by section so that new drafts can start from them."""

    name = CharField(max_length=200)
    purpose = TextField(default="")
    language = CharField(max_length=2)
    contents = DataField(default=dict)
    source = ForeignKeyField(Call, null=True, on_delete="SET NULL")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField(default=1)
    created_at = InstantField()
    retired_at = InstantField(null=True)
    if TYPE_CHECKING:
        author_id: UUID


class TorFragment(Record):
    """A later version of a fragment; version 1 of the house's own is read from its library."""

    code = CharField(max_length=60)
    service = CharField(max_length=40)
    language = CharField(max_length=2)
    version = IntegerField()
    title = CharField(max_length=200)
    text = TextField()
    valid_from = DateField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    retired_at = InstantField(null=True)

    class Meta:
        """Versions are numbered within a fragment and a language."""

        indexes = ((("code", "language", "version"), True),)


class FragmentUse(Record):
    """Into which call which version of a fragment was taken."""

    call = ForeignKeyField(Call, backref="fragments", on_delete="CASCADE")
    code = CharField(max_length=60)
    language = CharField(max_length=2)
    version = IntegerField()
    used_at = InstantField()
    if TYPE_CHECKING:
        call_id: UUID

    class Meta:
        """A version is noted once for a call."""

        indexes = ((("call", "code", "language", "version"), True), (("code",), False))
