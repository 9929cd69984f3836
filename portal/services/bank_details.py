"""The bank account of a partner: asked for by one person, confirmed by another."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.partner_house import AccountState, account_number, broken_number
from portal.domain.policy import Actor, can, require
from portal.models import BankAccount, Grant, Partner, Person
from portal.services import bank_numbers, events, outbox
from portal.services.steps import found
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect

_DECIDERS = (Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)


@dataclass(frozen=True)
class Wish:
    """A bank account as somebody typed it."""

    holder: str
    bank: str
    country: str
    number: str
    bic: str
    currency: str


@dataclass(frozen=True)
class Shown:
    """A bank account as one reader sees it: its number whole or masked.

    The number is empty where the portal has not the key that opens it.
    """

    account: BankAccount
    number: str


def by_id(account_id: UUID) -> BankAccount:
    """Find a bank account, or refuse with ``NotFound``."""
    return found(BankAccount.get_or_none(BankAccount.id == account_id))


def accounts_of(partner: Partner, reader: Actor) -> dict[AccountState, Shown]:
    """Return the account in use and the one that waits, each as the reader may see it."""
    whole = can(reader, Action.SEE_BANK, partner)
    query = BankAccount.select().where(
        (BankAccount.partner == partner)
        & BankAccount.state.in_([AccountState.ASKED, AccountState.CONFIRMED])
    )
    return {row.state: Shown(row, bank_numbers.shown(row, all_of_it=whole)) for row in query}


def ask(partner: Partner, wish: Wish, by: Actor, at: datetime) -> BankAccount:
    """Ask for an account to be used from now on; another person has to confirm it."""
    require(by, Action.ASK_BANK, partner)
    number = account_number(wish.number)
    broken = broken_number(number)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        _hold(partner)
        if _waiting(partner).exists():
            raise RuleBroken("bank_waits")
        made = _asked(partner, wish, number, by, at)
        nobody = (Partner.id == partner.id) & (Partner.bank_holder == "")
        Partner.update(bank_holder=wish.holder).where(nobody).execute()
        events.record(by, "bank.asked", partner, at)
        _tell(partner, "bank_asked", at)
    return made


def _asked(partner: Partner, wish: Wish, number: str, by: Actor, at: datetime) -> BankAccount:
    key = uuid4()
    values = {name: value for name, value in vars(wish).items() if name != "number"}
    values["locked_number"] = bank_numbers.lock(key, partner.id, number)
    asked = {"asked_by": by.person_id, "asked_at": at}
    return BankAccount.create(id=key, partner=partner, **asked, **values)


def confirm(account: BankAccount, typed: str, by: Actor, at: datetime) -> None:
    """Confirm an account by typing its number once more; it replaces the one in use."""
    require(by, Action.CONFIRM_BANK, account)
    _require_turn(account, by)
    if account_number(typed) != bank_numbers.whole(account):
        raise RuleBroken("bank_number_differs", "number")
    with atomic():
        _hold(account.partner)
        BankAccount.update(state=AccountState.REPLACED).where(
            (BankAccount.partner == account.partner_id)
            & (BankAccount.state == AccountState.CONFIRMED)
        ).execute()
        _decide(account, AccountState.CONFIRMED, by, at)
        _keep_holder(account.partner, account.holder)
        events.record(by, "bank.confirmed", account.partner, at)
        _tell(account.partner, "bank_confirmed", at)


def decline(account: BankAccount, reason: str, by: Actor, at: datetime) -> None:
    """Decline an account that was asked for; the one in use stays. Its asker may do so too."""
    require(by, Action.DECLINE_BANK, account)
    with atomic():
        _hold(account.partner)
        _decide(account, AccountState.DECLINED, by, at, reason)
        events.record(by, "bank.declined", account.partner, at)


def _hold(partner: Partner) -> None:
    Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()


def _waiting(partner: Partner) -> "ModelSelect[BankAccount]":
    return BankAccount.select().where(
        (BankAccount.partner == partner) & (BankAccount.state == AccountState.ASKED)
    )


def _decide(
    account: BankAccount, state: AccountState, by: Actor, at: datetime, reason: str = ""
) -> None:
    changed = (
        BankAccount.update(state=state, decided_by=by.person_id, decided_at=at, reason=reason)
        .where((BankAccount.id == account.id) & (BankAccount.state == AccountState.ASKED))
        .execute()
    )
    if changed != 1:
        raise WrongState("decide_bank", by_id(account.id).state)


def _require_turn(account: BankAccount, by: Actor) -> None:
    """Let the office confirm only where the partner has no second person who could."""
    if by.partner_id != account.partner_id and second_people(account):
        raise RuleBroken("bank_partner_confirms")


def second_people(account: BankAccount) -> list[Person]:
    """Return the owners and signatories of the partner who did not ask for the account."""
    return [
        person for person in _deciders(account.partner_id) if person.id != account.asked_by_id
    ]


def _deciders(partner_id: UUID) -> list[Person]:
    query = (
        Person.select()
        .join(Grant)
        .where(
            (Person.partner == partner_id)
            & Person.confirmed_at.is_null(is_null=False)
            & Person.disabled_at.is_null()
            & Grant.role.in_(list(_DECIDERS))
        )
    )
    return list(query.distinct().order_by(Person.name))


def _keep_holder(partner: Partner, holder: str) -> None:
    Partner.update(bank_holder=holder).where(Partner.id == partner.id).execute()


def _tell(partner: Partner, template: str, at: datetime) -> None:
    for person in _deciders(partner.id):
        facts = {"name": person.name, "partner": str(partner.id), "title": partner.name}
        outbox.put_mail(person.email, template, person.language, at, **facts)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Ask for the confirmation of accounts: the partner's second person, else procurement."""
    decides = bool(actor.roles & set(_DECIDERS)) and actor.partner_id is not None
    if not decides and Role.PROCUREMENT_OFFICER not in actor.roles:
        return []
    query = BankAccount.select(BankAccount, Partner).join(Partner)
    waiting = query.where(BankAccount.state == AccountState.ASKED)
    if decides:
        waiting = waiting.where(BankAccount.partner == actor.partner_id)
    else:
        waiting = waiting.where(BankAccount.partner.not_in(_with_second_person()))
    return [_item(row, actor) for row in waiting]


def _with_second_person() -> "ModelSelect[BankAccount]":
    """Return the partners that have somebody besides the asker to confirm their account."""
    return (
        BankAccount.select(BankAccount.partner)
        .join(Person, on=(Person.partner == BankAccount.partner))
        .join(Grant, on=(Grant.person == Person.id))
        .where(
            (BankAccount.state == AccountState.ASKED)
            & (Person.id != BankAccount.asked_by)
            & Person.confirmed_at.is_null(is_null=False)
            & Person.disabled_at.is_null()
            & Grant.role.in_(list(_DECIDERS))
        )
    )


def _item(account: BankAccount, actor: Actor) -> Item:
    parts = {"partner_id": str(account.partner_id)}
    waiting = account.asked_by_id == actor.person_id
    name = account.partner.name
    return Item("work.confirm_bank", "", name, "partners.bank", parts, waiting=waiting)
