"""Keys of people, partners and calls, the shares of a call's key, and sealed envelopes."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import EnvelopeState, OpeningState
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.calls import Call
from portal.models.people import Partner, Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from peewee import ModelSelect


class Purpose(StrEnum):
    """What shares of a call's key are put together for."""

    TRIAL = "trial"
    OPENING = "opening"
    PRICES = "prices"


class Content(StrEnum):
    """What an envelope holds: all of a proposal, or its technical or financial half."""

    WHOLE = "whole"
    TECHNICAL = "technical"
    PRICES = "prices"


class PersonKey(Record):
    """The key of a person: its private half is locked with a passphrase only they know."""

    person = ForeignKeyField(Person, backref="keys", on_delete="CASCADE")
    public = CharField(max_length=64)
    locked = DataField()
    made_at = InstantField()
    replaced_at = InstantField(null=True)
    if TYPE_CHECKING:
        person_id: UUID


class PartnerKey(Record):
    """The key under which a partner goes on reading what it has submitted."""

    partner = ForeignKeyField(Partner, unique=True, backref="keys", on_delete="CASCADE")
    public = CharField(max_length=64)
    made_at = InstantField()
    if TYPE_CHECKING:
        partner_id: UUID


class PartnerKeyCopy(Record):
    """The private half of a partner's key, sealed to the key of one of its people."""

    partner_key = ForeignKeyField(PartnerKey, backref="copies", on_delete="CASCADE")
    person_key = ForeignKeyField(PersonKey, backref="copies", on_delete="CASCADE")
    box = TextField()
    given_at = InstantField()
    if TYPE_CHECKING:
        person_key_id: UUID

    class Meta:
        """One copy for each key of a person."""

        indexes = ((("partner_key", "person_key"), True),)


class CallKey(Record):
    """The public half of the key that a call's proposals are sealed to; no private half."""

    call = ForeignKeyField(Call, unique=True, backref="keys", on_delete="CASCADE")
    public = CharField(max_length=64)
    threshold = IntegerField()
    trial = TextField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    if TYPE_CHECKING:
        call_id: UUID


class KeyShare(Record):
    """One share of a call's key, sealed to a holder's own key; one is printed for escrow.

    ``box`` of the escrow share is emptied once it has been printed and that was confirmed.
    """

    call_key = ForeignKeyField(CallKey, backref="shares", on_delete="CASCADE")
    position = IntegerField()
    holder = ForeignKeyField(Person, backref="shares", on_delete="RESTRICT")
    person_key = ForeignKeyField(PersonKey, null=True, on_delete="RESTRICT")
    escrow = IntegerField(default=0)
    box = TextField(default="")
    digest = CharField(max_length=64)
    tried_at = InstantField(null=True)
    printed_at = InstantField(null=True)
    removed_at = InstantField(null=True)
    if TYPE_CHECKING:
        holder_id: UUID
        call_key_id: UUID
        person_key_id: UUID | None

    class Meta:
        """Shares are numbered within their key."""

        indexes = ((("call_key", "position"), True),)


class ShareRelease(Record):
    """A share that its holder has unlocked for a few minutes, until enough have."""

    share = ForeignKeyField(KeyShare, backref="releases", on_delete="CASCADE")
    purpose = EnumField(Purpose)
    box = TextField()
    released_by = ForeignKeyField(Person, on_delete="RESTRICT")
    released_at = InstantField()
    expires_at = InstantField()
    if TYPE_CHECKING:
        released_by_id: UUID
        share_id: UUID

    class Meta:
        """A share is released once for a purpose."""

        indexes = ((("share", "purpose"), True),)


class Envelope(Record):
    """A sealed proposal as it was submitted: a file nobody at the office can read.

    ``told`` is what its receipt tells: counts, and the SHA-256 of each file without its name.
    ``own`` says that the partner sealed it on a computer of its own, under the edition of the
    call that is noted: nobody has checked what it holds.
    """

    proposal = ForeignKeyField(Proposal, backref="envelopes", on_delete="RESTRICT")
    number = IntegerField()
    content = EnumField(Content, default=Content.WHOLE)
    state = EnumField(EnvelopeState, default=EnvelopeState.SEALED)
    path = CharField(max_length=200)
    sha256 = CharField(max_length=64)
    size = IntegerField()
    canonical = CharField(max_length=64)
    told = DataField(default=dict)
    own = BooleanField(default=False)
    edition = IntegerField(default=0)
    sealed_at = InstantField()
    ended_at = InstantField(null=True)
    if TYPE_CHECKING:
        proposal_id: UUID

    class Meta:
        """Envelopes are numbered within their proposal."""

        indexes = ((("proposal", "number", "content"), True),)


class OpeningRun(Record):
    """The work of opening the envelopes of a call, with how far it is.

    ``key_box`` holds the call's key, locked for the worker, while the work lasts. ``received``
    names the envelopes that were in when it began, by their key; ``problem`` is the rule that
    stopped it. Its record is issued once all present have signed, at the latest ``sign_by``.
    """

    call = ForeignKeyField(Call, backref="runs", on_delete="CASCADE")
    purpose = EnumField(Purpose, default=Purpose.OPENING)
    state = EnumField(OpeningState, default=OpeningState.RUNNING)
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    damaged = DataField(default=list)
    holders = DataField(default=list)
    key_box = TextField(default="")
    received = DataField(default=list)
    problem = CharField(max_length=60, default="")
    started_at = InstantField()
    finished_at = InstantField(null=True)
    sign_by = InstantField(null=True)
    recorded_at = InstantField(null=True)
    if TYPE_CHECKING:
        call_id: UUID
        signatures: ModelSelect["OpeningSignature"]

    class Meta:
        """The envelopes of a call are opened once for a purpose."""

        indexes = ((("call", "purpose"), True),)

    @property
    def present(self) -> "frozenset[UUID]":
        """Who gave their shares."""
        return frozenset(UUID(each["person"]) for each in self.holders)

    @property
    def share(self) -> int:
        """How much of the work is done, in percent."""
        return self.done * 100 // self.total if self.total else 100


class OpeningSignature(Record):
    """Who of those present signed the record of an opening, over which fingerprint of it."""

    run = ForeignKeyField(OpeningRun, backref="signatures", on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """Everybody signs once."""

        indexes = ((("run", "person"), True),)
