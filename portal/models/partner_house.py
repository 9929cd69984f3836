"""The partner's house: profile in sections, documents, bank account, members."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.partner_house import (
    AccountState,
    AddressKind,
    Body,
    DocumentKind,
    Grounds,
    Opinion,
    PolicyKind,
    RequestState,
)
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.people import Partner, Person

if TYPE_CHECKING:
    from uuid import UUID


class PartnerProfile(Record):
    """What a partner tells of itself once, beside the columns of ``Partner``."""

    partner = ForeignKeyField(Partner, unique=True, on_delete="CASCADE")
    legal_form = CharField(max_length=120, default="")
    authority = CharField(max_length=200, default="")
    registered_on = DateField(null=True)
    registration_ends_on = DateField(null=True)
    services = DataField(default=list)
    populations = DataField(default=list)
    paid_women = IntegerField(null=True)
    paid_men = IntegerField(null=True)
    volunteer_women = IntegerField(null=True)
    volunteer_men = IntegerField(null=True)


class ProfileSection(Record):
    """Who saved one section of a profile last, and its version."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    code = CharField(max_length=20)
    version = IntegerField(default=1)
    saved_at = InstantField(null=True)
    saved_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")

    class Meta:
        """One row for each section."""

        indexes = ((("partner", "code"), True),)


class PartnerName(Record):
    """One more name of a partner: in another script or language, or an earlier one."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=300)
    language = CharField(max_length=60, default="")
    if TYPE_CHECKING:
        partner_id: "UUID"


class PartnerAddress(Record):
    """One more place where a partner can be found."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    kind = EnumField(AddressKind)
    street = CharField(max_length=300, default="")
    city = CharField(max_length=120)
    country = CharField(max_length=2)


class WorkCountry(Record):
    """A country that a partner works in."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    country = CharField(max_length=2)


class YearBudget(Record):
    """What a partner spent or planned in one year."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    year = IntegerField()
    amount = AmountField()
    currency = CharField(max_length=3)


class KeyPerson(Record):
    """Somebody who governs or leads a partner: only what due diligence compares."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    function = CharField(max_length=200, default="")
    body = EnumField(Body)
    birth_year = IntegerField(null=True)


class PartnerPolicy(Record):
    """A policy that a partner has adopted."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    kind = EnumField(PolicyKind)
    adopted_on = DateField(null=True)
    reviewed_on = DateField(null=True)


class PastProject(Record):
    """A project that a partner has carried out."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    title = CharField(max_length=300)
    donor = CharField(max_length=200, default="")
    country = CharField(max_length=2)
    first_year = IntegerField()
    last_year = IntegerField()
    amount = AmountField(null=True)
    currency = CharField(max_length=3, default="")


class Referee(Record):
    """Somebody outside a partner who knows its work."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    position = IntegerField()
    name = CharField(max_length=200)
    organisation = CharField(max_length=300)
    email = CharField(max_length=254, default="")
    phone = CharField(max_length=40, default="")


class PartnerDocument(Record):
    """A file of a partner's profile, with the day it ends where it has one."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    kind = EnumField(DocumentKind)
    title = CharField(max_length=200)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    path = CharField(max_length=200)
    issued_on = DateField(null=True)
    expires_on = DateField(null=True, index=True)
    year = IntegerField(null=True)
    opinion = EnumField(Opinion, null=True)
    added_at = InstantField()
    added_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    if TYPE_CHECKING:
        partner_id: "UUID"


class DocumentReminder(Record):
    """A reminder that was sent, so that it is sent once."""

    document = ForeignKeyField(PartnerDocument, on_delete="CASCADE")
    days = IntegerField()
    at = InstantField()
    if TYPE_CHECKING:
        document_id: "UUID"

    class Meta:
        """Each reminder once for each document."""

        indexes = ((("document", "days"), True),)


class BankAccount(Record):
    """A bank account of a partner: asked for by one person, confirmed by another.

    Its number is locked; ``portal.services.bank_numbers`` alone opens it.
    """

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    state = EnumField(AccountState, default=AccountState.ASKED)
    holder = CharField(max_length=200)
    bank = CharField(max_length=200)
    country = CharField(max_length=2)
    locked_number = TextField()
    bic = CharField(max_length=11, default="")
    currency = CharField(max_length=3)
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    decided_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    reason = CharField(max_length=300, default="")
    if TYPE_CHECKING:
        partner_id: "UUID"
        asked_by_id: "UUID"


class MemberInvitation(Record):
    """A mail that asks somebody to join a partner."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    email = CharField(max_length=254)
    roles = DataField(default=list)
    token_hash = CharField(max_length=64, unique=True)
    language = CharField(max_length=2)
    created_by = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    expires_at = InstantField()
    accepted_at = InstantField(null=True)
    revoked_at = InstantField(null=True)
    if TYPE_CHECKING:
        partner_id: "UUID"


class JoinRequest(Record):
    """Somebody who asks the owner of a partner to be let in."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    state = EnumField(RequestState, default=RequestState.WAITING)
    asked_at = InstantField()
    told_at = InstantField(null=True)
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(
        Person, null=True, backref="decided_requests", on_delete="RESTRICT"
    )
    if TYPE_CHECKING:
        partner_id: "UUID"
        person_id: "UUID"


class Resemblance(Record):
    """A new partner that resembles one already here, and why its founder says it is another."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    other = ForeignKeyField(Partner, backref="resembled", on_delete="CASCADE")
    grounds = EnumField(Grounds)
    reason = TextField()
    noted_at = InstantField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    note = TextField(default="")
    if TYPE_CHECKING:
        partner_id: "UUID"


class ProfileIssue(Record):
    """The profile of a partner as it stood when its PDF was issued."""

    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    version = IntegerField()
    content = DataField()
    issued_at = InstantField()

    class Meta:
        """One row for each version."""

        indexes = ((("partner", "version"), True),)
