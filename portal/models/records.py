"""What stands beside every area: documents, events, effects, counters and the clock."""

from enum import StrEnum
from typing import TYPE_CHECKING

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    IntegerField,
    TextField,
    UUIDField,
)

from portal.models.base import DataField, EnumField, InstantField, Record

if TYPE_CHECKING:
    from uuid import UUID


class DocumentState(StrEnum):
    """Whether the bytes of a document exist yet."""

    REQUESTED = "requested"
    ISSUED = "issued"
    FAILED = "failed"


class Document(Record):
    """An issued PDF: numbered, stored once, hashed, never rendered again."""

    number = CharField(max_length=90, unique=True)
    code = CharField(max_length=20, unique=True)
    kind = CharField(max_length=40)
    subject_id = UUIDField(index=True)
    language = CharField(max_length=2)
    state = EnumField(DocumentState, default=DocumentState.REQUESTED)
    requested_at = InstantField()
    issued_at = InstantField(null=True)
    sha256 = CharField(max_length=64, default="")
    size = IntegerField(default=0)
    pages = IntegerField(default=0)
    path = CharField(max_length=200, default="")
    if TYPE_CHECKING:
        subject_id: UUID  # type: ignore[no-redef]

    class Meta:
        """One document of a kind for a record in a language."""

        indexes = ((("kind", "subject_id", "language"), True),)


class Event(Record):
    """One line of the audit log, written in the transaction it tells of.

    At the end of that transaction it gets its place in the chain: a number without gaps, a
    time that never runs back, the hash before it and its own.
    """

    id = BigAutoField()  # type: ignore[assignment]  # the log is counted, not guessed
    at = InstantField(index=True)
    actor_id = UUIDField(null=True)
    name = CharField(max_length=60)
    kind = CharField(max_length=40)
    subject_id = UUIDField(index=True)
    facts = DataField(default=dict)
    seq = BigIntegerField(null=True, unique=True)
    logged_at = InstantField(null=True)
    previous = CharField(max_length=64, default="")
    hash = CharField(max_length=64, default="")

    class Meta:
        """The last event of a kind tells whether a kept page is still right."""

        indexes = ((("kind", "id"), False),)


class Effect(Record):
    """Something to do after the commit: a mail or a document, kept until it is done."""

    kind = CharField(max_length=20)
    payload = DataField(default=dict)
    created_at = InstantField(index=True)
    not_before = InstantField(index=True)
    attempts = IntegerField(default=0)
    done_at = InstantField(null=True, index=True)
    error = CharField(max_length=300, default="")


class DeliveredMail(Record):
    """A mail that the development mode keeps instead of sending it."""

    to = CharField(max_length=254)
    subject = CharField(max_length=300)
    body = TextField()
    sent_at = InstantField(index=True)


class Counter(Record):
    """The last number given out within a scope."""

    scope = CharField(max_length=60, unique=True)
    last = IntegerField()


class ClockShift(Record):
    """How far development mode has moved the portal's clock, in seconds."""

    seconds = IntegerField(default=0)
