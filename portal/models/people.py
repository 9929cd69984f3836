"""People, what they are, and how they sign in."""

from typing import TYPE_CHECKING

from peewee import (
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
    UUIDField,
)

from portal.domain.actions import Role
from portal.models.base import EnumField, InstantField, Record

if TYPE_CHECKING:
    from uuid import UUID


class Partner(Record):
    """A non-profit organisation that proposes and implements."""

    name = CharField(max_length=300)
    acronym = CharField(max_length=30, default="")
    country = CharField(max_length=2, default="")
    city = CharField(max_length=120, default="")
    address = CharField(max_length=300, default="")
    registration = CharField(max_length=120, default="")
    founded = IntegerField(null=True)
    website = CharField(max_length=200, default="")
    mandate = TextField(default="")
    staff = IntegerField(null=True)
    yearly_budget = CharField(max_length=60, default="")
    bank_holder = CharField(max_length=200, default="")
    key_people = TextField(default="")
    language = CharField(max_length=2, default="en")
    version = IntegerField(default=1)
    created_at = InstantField()

    @property
    def partner_id(self) -> "UUID":
        """The partner a record belongs to: here, itself."""
        return self.id


class Person(Record):
    """Somebody with an account."""

    email = CharField(max_length=254, unique=True)
    name = CharField(max_length=200)
    password_hash = CharField(max_length=200)
    language = CharField(max_length=2, default="en")
    partner = ForeignKeyField(Partner, backref="people", null=True, on_delete="RESTRICT")
    confirmed_at = InstantField(null=True)
    disabled_at = InstantField(null=True)
    seen_at = InstantField(null=True)
    created_at = InstantField()
    if TYPE_CHECKING:
        partner_id: "UUID | None"


class Grant(Record):
    """A role that a person holds, to the end of its last day where it has one."""

    person = ForeignKeyField(Person, backref="grants", on_delete="CASCADE")
    role = EnumField(Role)
    until = DateField(null=True)
    if TYPE_CHECKING:
        person_id: "UUID"

    class Meta:
        """One role once for each person."""

        indexes = ((("person", "role"), True),)


class SignIn(Record):
    """One signed-in browser: a row that can be revoked.

    While it is ``half``, the password was right and the code of the second factor is awaited:
    it opens nothing. ``second_factor`` says whether a code was given; ``failures`` how often a
    wrong one.
    """

    person = ForeignKeyField(Person, backref="sign_ins", on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    second_factor = BooleanField(default=False)
    half = BooleanField(default=False)
    failures = IntegerField(default=0)
    created_at = InstantField()
    seen_at = InstantField()
    expires_at = InstantField()
    revoked_at = InstantField(null=True)
    proved_at = InstantField(null=True)
    proved_for = UUIDField(null=True)
    if TYPE_CHECKING:
        person_id: "UUID"


class MailToken(Record):
    """A single-use link sent by mail: to confirm an address or to set a new password."""

    person = ForeignKeyField(Person, backref="mail_tokens", on_delete="CASCADE")
    purpose = CharField(max_length=20)
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    used_at = InstantField(null=True)


class RateHit(Record):
    """How often a key was used within its window: the store behind the rate limits."""

    key = CharField(max_length=300, unique=True)
    hits = IntegerField(default=0)
    expires_at = InstantField()
