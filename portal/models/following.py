"""Who follows a call, or all calls, by mail."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField

from portal.models.base import InstantField, Record
from portal.models.calls import Call

if TYPE_CHECKING:
    from uuid import UUID


class Follower(Record):
    """An address that wants to hear of a call; without a call, of every new one.

    ``token_hash`` belongs to the single-use link that confirms the address. ``leaving`` stands
    in the last link of every mail: it ends the following and can do nothing else.
    """

    call = ForeignKeyField(Call, backref="followers", null=True, on_delete="CASCADE")
    email = CharField(max_length=254, index=True)
    language = CharField(max_length=2, default="en")
    token_hash = CharField(max_length=64, default="", index=True)
    leaving = CharField(max_length=64, unique=True)
    asked_at = InstantField()
    confirmed_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID | None
