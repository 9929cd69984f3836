"""What administrators did to accounts, with their reasons."""

from typing import TYPE_CHECKING

from peewee import DateField, ForeignKeyField, TextField

from portal.domain.accounts import AccountActKind
from portal.domain.actions import Role
from portal.models.base import EnumField, InstantField, Record
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID


class AccountAct(Record):
    """One thing done to an account; nobody did it where a role came to its end."""

    person = ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    kind = EnumField(AccountActKind)
    role = EnumField(Role, null=True)
    until = DateField(null=True)
    reason = TextField(default="")
    done_at = InstantField()
    done_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        done_by_id: "UUID | None"
