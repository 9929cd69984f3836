"""What the office finds out about a partner: declarations, verification, flags, sanctions."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.lifecycle import FlagState, MatchState, VerificationState
from portal.domain.verification import FlagCategory
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class PartnerDeclaration(Record):
    """What a partner answered to one version of the declarations; every answer is kept."""

    partner = ForeignKeyField(Partner, backref="partner_declarations", on_delete="CASCADE")
    version = CharField(max_length=20)
    answers = DataField(default=dict)
    agreed = BooleanField(default=False)
    made_at = InstantField(index=True)
    made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        partner_id: UUID


class Verification(Record):
    """One round of verification: asked for, then answered and decided by procurement."""

    partner = ForeignKeyField(Partner, backref="verifications", on_delete="CASCADE")
    state = EnumField(VerificationState, default=VerificationState.ASKED, index=True)
    asked_at = InstantField()
    asked_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    answers = DataField(default=dict)
    note = TextField(default="")
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    expires_on = DateField(null=True)
    if TYPE_CHECKING:
        partner_id: UUID


class Flag(Record):
    """Something the office noted about a partner; the partner never sees it."""

    partner = ForeignKeyField(Partner, backref="flags", on_delete="CASCADE")
    state = EnumField(FlagState, index=True)
    category = EnumField(FlagCategory)
    text = TextField()
    evidence = CharField(max_length=300, default="")
    filename = CharField(max_length=200, default="")
    media_type = CharField(max_length=100, default="")
    path = CharField(max_length=200, default="")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    raised_at = InstantField()
    decision = TextField(default="")
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    resolution = TextField(default="")
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        partner_id: UUID
        author_id: UUID
        decided_by_id: UUID | None


class SanctionsEntry(Record):
    """One entry of the sanctions list; ``fingerprint`` changes with whatever it says."""

    reference = CharField(max_length=60, unique=True)
    kind = CharField(max_length=20)
    names = DataField(default=list)
    listed_on = CharField(max_length=10, default="")
    details = DataField(default=dict)
    fingerprint = CharField(max_length=64, default="")
    removed_at = InstantField(null=True)


class SanctionsImport(Record):
    """One list that was taken in, and what it changed."""

    source = CharField(max_length=300)
    sha256 = CharField(max_length=64)
    generated = CharField(max_length=40, default="")
    entries = IntegerField()
    added = IntegerField()
    changed = IntegerField()
    removed = IntegerField()
    made_at = InstantField(index=True)
    made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    checked_at = InstantField()


class SanctionsMatch(Record):
    """A name of a partner that looks like an entry, and what people decided on it."""

    partner = ForeignKeyField(Partner, backref="matches", on_delete="CASCADE")
    entry = ForeignKeyField(SanctionsEntry, on_delete="RESTRICT")
    name = CharField(max_length=300)
    fingerprint = CharField(max_length=64, default="")
    listed_name = CharField(max_length=300)
    likeness = IntegerField()
    state = EnumField(MatchState, default=MatchState.OPEN, index=True)
    found_at = InstantField()
    reason = TextField(default="")
    judged_at = InstantField(null=True)
    judged_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    second_reason = TextField(default="")
    confirmed_at = InstantField(null=True)
    confirmed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        partner_id: UUID
        entry_id: UUID
        judged_by_id: UUID | None
        confirmed_by_id: UUID | None

    class Meta:
        """One match for a name, an entry, and what the entry says."""

        indexes = ((("partner", "entry", "name", "fingerprint"), True),)
