"""The head of the chain of events, and the checkpoints that witnesses keep."""

from uuid import UUID

from peewee import BigIntegerField, CharField, TextField, UUIDField

from portal.domain.audit_chain import START
from portal.models.base import DataField, InstantField, Record

ONLY = UUID(int=1)
"""The key of the one head."""


class ChainHead(Record):
    """The one row that says where the chain of events ends, and when it was last verified."""

    id = UUIDField(primary_key=True, default=ONLY)
    size = BigIntegerField(default=0)
    hash = CharField(max_length=64, default=START)
    time = InstantField(null=True)
    frontier = DataField(default=list)
    verified_at = InstantField(null=True)
    verified_size = BigIntegerField(default=0)
    fault = DataField(default=dict)


class Checkpoint(Record):
    """A signed head of the tree over the first ``size`` events, as it was mailed."""

    size = BigIntegerField(unique=True)
    root = CharField(max_length=64)
    chain = CharField(max_length=64)
    key_id = CharField(max_length=16)
    note = TextField()
    made_at = InstantField(index=True)
