"""What an administrator does to the account of somebody else: told to them, with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.db import atomic
from portal.domain.accounts import STAFF_ROLES, AccountActKind
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.policy import VISITOR, Actor, require
from portal.models import AccountAct, Grant, Person, SignIn
from portal.services import accounts, events, outbox, second_factor, staff
from portal.services.staff import NewPerson

MAIL = "account_changed"


@dataclass(frozen=True)
class Act:
    """One thing done to an account, for its list, its event and its mail."""

    kind: AccountActKind
    reason: str = ""
    role: Role | None = None
    until: date | None = None


def give_role(person: Person, wish: Act, by: Actor, at: datetime) -> None:
    """Give a role with a reason, to the end of a last day or without an end."""
    require(by, Action.KEEP_ACCOUNT, person)
    _require_reason(wish)
    if person.partner_id is not None or wish.role not in STAFF_ROLES:
        raise RuleBroken("role_of_partner", "role")
    if wish.until is not None and wish.until < at.date():
        raise RuleBroken("role_ends_past", "until")
    with atomic():
        _hold_open(person)
        mine = (Grant.person == person) & (Grant.role == wish.role)
        if Grant.select().where(mine).exists():
            raise RuleBroken("role_held", "role")
        Grant.create(person=person, role=wish.role, until=wish.until)
        _done(person, wish, by, at)


def take_role(person: Person, wish: Act, by: Actor, at: datetime) -> None:
    """Take a role back with a reason; the last administrator keeps theirs."""
    require(by, Action.KEEP_ACCOUNT, person)
    _require_reason(wish)
    if wish.role not in STAFF_ROLES:
        raise RuleBroken("role_of_partner", "role")
    with atomic():
        if wish.role is Role.ADMINISTRATOR:
            _require_another_administrator(person)
        mine = (Grant.person == person) & (Grant.role == wish.role)
        if Grant.delete().where(mine).execute() != 1:
            raise RuleBroken("role_not_held", "role")
        _done(person, wish, by, at)


def close(person: Person, reason: str, by: Actor, at: datetime) -> None:
    """Close an account: every sign-in of it ends, and no password opens it."""
    act = _asked(person, AccountActKind.CLOSED, reason, by)
    with atomic():
        _require_another_administrator(person)
        mine = (Person.id == person.id) & Person.disabled_at.is_null()
        if Person.update(disabled_at=at).where(mine).execute() != 1:
            raise RuleBroken("account_closed")
        accounts.revoke_all(person.id, at)
        _done(person, act, by, at)


def reopen(person: Person, reason: str, by: Actor, at: datetime) -> None:
    """Open a closed account again, with the password and the roles it had."""
    act = _asked(person, AccountActKind.REOPENED, reason, by)
    with atomic():
        mine = (Person.id == person.id) & Person.disabled_at.is_null(is_null=False)
        if Person.update(disabled_at=None).where(mine).execute() != 1:
            raise RuleBroken("account_open")
        _done(person, act, by, at)


def take_factor(person: Person, reason: str, by: Actor, at: datetime) -> None:
    """Take the second factor off an account whose telephone is lost; its sign-ins end."""
    act = _asked(person, AccountActKind.FACTOR_TAKEN, reason, by)
    with atomic():
        if second_factor.of(person.id) is None:
            raise RuleBroken("second_factor_none")
        second_factor.forget(person)
        accounts.revoke_all(person.id, at)
        _done(person, act, by, at)


def sign_out(person: Person, sign_in_id: UUID | None, by: Actor, at: datetime) -> None:
    """End one sign-in of a person, or every one of them."""
    require(by, Action.KEEP_ACCOUNT, person)
    one = SignIn.id == sign_in_id if sign_in_id else SignIn.id.is_null(is_null=False)
    mine = (SignIn.person == person) & SignIn.revoked_at.is_null() & one
    with atomic():
        if SignIn.update(revoked_at=at).where(mine).execute():
            _done(person, Act(AccountActKind.SIGNED_OUT), by, at)


def invite(new: NewPerson, by: Actor, at: datetime, length: timedelta) -> Person:
    """Open an account of the office for somebody, who sets the password by a mailed link."""
    require(by, Action.OPEN_ACCOUNTS)
    if not new.roles:
        raise RuleBroken("role_needed", "roles")
    with atomic():
        person = staff.add_invited(new, by, at)
        _invited(person, by, at, length)
    return person


def invite_again(person: Person, by: Actor, at: datetime, length: timedelta) -> None:
    """Mail another link to somebody who has not joined yet; the earlier one ends."""
    require(by, Action.KEEP_ACCOUNT, person)
    if person.confirmed_at is not None or person.partner_id is not None:
        raise RuleBroken("joined_already")
    with atomic():
        _invited(person, by, at, length)


def end_roles(at: datetime) -> int:
    """Take back the roles whose last day is over; say how many.

    The last administrator keeps theirs.
    """
    over = Grant.select(Grant, Person).join(Person).where(Grant.until < at.date())
    return sum(_ended(grant, at) for grant in over)


def _ended(grant: Grant, at: datetime) -> bool:
    act = Act(AccountActKind.ROLE_ENDED, role=grant.role, until=grant.until)
    with atomic():
        if grant.role is Role.ADMINISTRATOR and not _another_administrator(grant.person):
            return False
        if Grant.delete().where(Grant.id == grant.id).execute() != 1:
            return False
        _done(grant.person, act, VISITOR, at)
    return True


def acts(person: Person) -> list[AccountAct]:
    """Return what was done to an account, the latest first."""
    query = AccountAct.select(AccountAct, Person).left_outer_join(
        Person, on=AccountAct.done_by, attr="done_by"
    )
    rows = query.where(AccountAct.person == person)
    return list(rows.order_by(AccountAct.done_at.desc()))


def _asked(person: Person, kind: AccountActKind, reason: str, by: Actor) -> Act:
    require(by, Action.KEEP_ACCOUNT, person)
    act = Act(kind, reason)
    _require_reason(act)
    return act


def _require_reason(act: Act) -> None:
    if not act.reason.strip():
        raise RuleBroken("reason_missing", "reason")


def _hold_open(person: Person) -> None:
    """Keep the row of an open account for this transaction."""
    mine = (Person.id == person.id) & Person.disabled_at.is_null()
    if Person.update(name=Person.name).where(mine).execute() != 1:
        raise RuleBroken("account_closed")


def _require_another_administrator(person: Person) -> None:
    mine = (Grant.person == person) & (Grant.role == Role.ADMINISTRATOR)
    if Grant.select().where(mine).exists() and not _another_administrator(person):
        raise RuleBroken("last_administrator")


def _another_administrator(person: Person) -> bool:
    """Say whether somebody else administers; two who go at once wait for each other."""
    held = Grant.role == Role.ADMINISTRATOR
    Grant.update(role=Grant.role).where(held).execute()
    able = Person.disabled_at.is_null() & Person.confirmed_at.is_null(is_null=False)
    others = Grant.select().join(Person).where(held & able & (Person.id != person.id))
    return bool(others.exists())


def _invited(person: Person, by: Actor, at: datetime, length: timedelta) -> None:
    facts = {"who": by.name, "until": (at + length).date().isoformat()}
    accounts.send_link(person, accounts.JOIN, at, length, **facts)
    _kept(person, Act(AccountActKind.INVITED), by, at)


def _done(person: Person, act: Act, by: Actor, at: datetime) -> None:
    """Keep what was done, and let the person know by mail."""
    _kept(person, act, by, at)
    facts = {"change": act.kind.value, "reason": act.reason.strip()}
    facts["role"] = act.role.value if act.role else ""
    facts["until"] = act.until.isoformat() if act.until else ""
    outbox.put_mail(person.email, MAIL, person.language, at, name=person.name, **facts)


def _kept(person: Person, act: Act, by: Actor, at: datetime) -> None:
    AccountAct.create(
        person=person,
        kind=act.kind,
        role=act.role,
        until=act.until,
        reason=act.reason.strip(),
        done_at=at,
        done_by=by.person_id,
    )
    facts = {"role": act.role.value} if act.role else {}
    events.record(by, f"person.{act.kind.value}", person, at, **facts)
