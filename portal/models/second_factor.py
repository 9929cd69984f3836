"""What a person shows beside the password when signing in."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.models.base import InstantField, Record
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class SecondFactor(Record):
    """The authenticator of a person; it counts from when a first code has confirmed it.

    ``secret`` lies locked under the portal's secret; ``last_step`` is the step of time of the
    last code, so that none is used twice.
    """

    person = ForeignKeyField(Person, unique=True, backref="+", on_delete="CASCADE")
    secret = TextField()
    last_step = IntegerField(default=0)
    begun_at = InstantField()
    set_at = InstantField(null=True)
    if TYPE_CHECKING:
        person_id: "UUID"


class RecoveryCode(Record):
    """One code that stands in once for the authenticator; only its hash is kept."""

    person = ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    code_hash = CharField(max_length=64, index=True)
    made_at = InstantField()
    used_at = InstantField(null=True)
