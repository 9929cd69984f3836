"""The numbers of bank accounts: the one place where they are locked, opened and locked anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain import locked
from portal.domain.errors import RuleBroken
from portal.domain.partner_house import masked
from portal.domain.policy import VISITOR
from portal.models import BankAccount
from portal.services import chain, data_key, events

WIDTH = 34
"""As long as the longest number: how long a locked one is tells nothing of it."""


@dataclass(frozen=True)
class Looked:
    """How many numbers there are, and how many of them no key opens."""

    numbers: int
    closed: int


def lock(account_id: UUID, partner_id: UUID, number: str) -> str:
    """Return a number as its row keeps it, under the present key; the first one makes it.

    Where numbers are there already and the key is not, none is made: it was lost, and another
    one would only hide that.
    """
    keys = data_key.ring()
    if not keys.keys:
        _require_none()
        keys = data_key.make()
    return locked.lock(keys, number, place(account_id, partner_id), WIDTH)


def _require_none() -> None:
    if BankAccount.select().exists():
        raise RuleBroken("data_key_missing")


def place(account_id: UUID, partner_id: UUID) -> str:
    """Return where a number stands: in another row, or under another partner, it stays shut."""
    return f"bank account {account_id} of {partner_id}"


def whole(account: BankAccount) -> str:
    """Return the number; refuse where the portal has not the key that opens it."""
    try:
        where = place(account.id, account.partner_id)
        return locked.unlock(data_key.ring(), account.locked_number, where)
    except RuleBroken as closed:
        raise RuleBroken("bank_number_closed", "number") from closed


def shown(account: BankAccount, *, all_of_it: bool) -> str:
    """Return the number, or its end alone; empty where the portal cannot open it."""
    try:
        number = whole(account)
    except RuleBroken:
        return ""
    return number if all_of_it else masked(number)


def look() -> Looked:
    """Try every number; after a restored backup it tells whether the right key is there."""
    tried = [shown(each, all_of_it=True) for each in BankAccount.select()]
    return Looked(len(tried), tried.count(""))


def renew(at: datetime) -> int:
    """Lock every number under a new key and return how many; all of them, or none.

    With keys from the environment the first of them is the new one. Numbers that no key opens
    stay as they are. Earlier keys stay known: older backups need them.
    """
    keys = data_key.ring() if data_key.is_given() else data_key.renew()
    with atomic():
        done = sum(_locked_anew(each, keys) for each in BankAccount.select())
        name = locked.name_of(keys.keys[0])
        events.record(VISITOR, "data_key.renewed", chain.head(), at, key=name, numbers=done)
    return done


def _locked_anew(account: BankAccount, keys: locked.Ring) -> int:
    where = place(account.id, account.partner_id)
    try:
        number = locked.unlock(keys, account.locked_number, where)
    except RuleBroken:
        return 0
    fresh = locked.lock(keys, number, where, WIDTH)
    BankAccount.update(locked_number=fresh).where(BankAccount.id == account.id).execute()
    return 1
