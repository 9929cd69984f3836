"""The members of a partner: invited, given roles, removed; there is always an owner."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from peewee import Expression

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.partner_house import broken_roles
from portal.domain.policy import Actor, require
from portal.models import Grant, MemberInvitation, Partner, Person
from portal.services import accounts, events, outbox
from portal.services.steps import found

INVITATION_LENGTH = timedelta(days=7)
MOST_OPEN = 30
"""Invitations of one partner that may be open at once, so that none sends mail in bulk."""


@dataclass(frozen=True)
class Wish:
    """Whom to invite, and what they may do."""

    email: str
    roles: Sequence[Role]
    length: timedelta = INVITATION_LENGTH


@dataclass(frozen=True)
class Newcomer:
    """Who accepts an invitation: their password, and their name where they have no account."""

    name: str
    password: str
    language: str


def member(partner: Partner, person_id: UUID) -> Person:
    """Find a member of this partner, or refuse with ``NotFound``."""
    mine = (Person.id == person_id) & (Person.partner == partner)
    return found(Person.get_or_none(mine))


def roles_of(person: Person) -> list[Role]:
    """Return the roles of a person."""
    return [grant.role for grant in Grant.select().where(Grant.person == person)]


def open_invitations(partner: Partner, at: datetime) -> list[MemberInvitation]:
    """Return the invitations that wait, the newest first; those that ended are not shown."""
    query = MemberInvitation.select().where((MemberInvitation.partner == partner) & _open(at))
    return list(query.order_by(MemberInvitation.created_at.desc()))


def _open(at: datetime) -> Expression:
    untouched = MemberInvitation.accepted_at.is_null() & MemberInvitation.revoked_at.is_null()
    return untouched & (MemberInvitation.expires_at > at)


def invite(partner: Partner, wish: Wish, by: Actor, at: datetime) -> MemberInvitation:
    """Mail an invitation; an earlier one to the same address ends."""
    require(by, Action.MANAGE_MEMBERS, partner)
    address = wish.email.strip().casefold()
    broken = broken_roles(wish.roles, owners_left=1)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        _hold(partner)
        _require_invitable(partner, address, at)
        token = secrets.token_urlsafe(32)
        made = MemberInvitation.create(
            partner=partner,
            email=address,
            roles=[role.value for role in wish.roles],
            token_hash=accounts.token_hash(token),
            language=partner.language,
            created_by=by.person_id,
            created_at=at,
            expires_at=at + wish.length,
        )
        facts = {"title": partner.name, "token": token, "who": by.name}
        facts["until"] = made.expires_at.date().isoformat()
        outbox.put_mail(address, "invitation", partner.language, at, **facts)
        events.record(by, "partner.member_invited", partner, at)
    return made


def _require_invitable(partner: Partner, address: str, at: datetime) -> None:
    there = Person.get_or_none((Person.email == address) & (Person.partner == partner))
    if there is not None:
        raise RuleBroken("member_already", "email")
    mine = (MemberInvitation.partner == partner) & _open(at)
    same = mine & (MemberInvitation.email == address)
    MemberInvitation.update(revoked_at=at).where(same).execute()
    if MemberInvitation.select().where(mine).count() >= MOST_OPEN:
        raise RuleBroken("too_many_invitations", "email", most=MOST_OPEN)


def invitation(partner: Partner, invitation_id: UUID) -> MemberInvitation:
    """Find an invitation of this partner, or refuse with ``NotFound``."""
    mine = (MemberInvitation.id == invitation_id) & (MemberInvitation.partner == partner)
    return found(MemberInvitation.get_or_none(mine))


def revoke(partner: Partner, invitation_id: UUID, by: Actor, at: datetime) -> None:
    """Take an invitation back; one that was accepted or has ended cannot be."""
    require(by, Action.MANAGE_MEMBERS, partner)
    kept = invitation(partner, invitation_id)
    with atomic():
        mine = (MemberInvitation.id == kept.id) & _open(at)
        if MemberInvitation.update(revoked_at=at).where(mine).execute() != 1:
            raise WrongState("revoke_invitation", "over")
        events.record(by, "partner.invitation_revoked", partner, at)


def by_token(token: str, at: datetime) -> MemberInvitation | None:
    """Return the open invitation of a mailed link, or None when it is over or unknown."""
    query = MemberInvitation.select(MemberInvitation, Partner).join(Partner)
    mine = (MemberInvitation.token_hash == accounts.token_hash(token)) & _open(at)
    kept: MemberInvitation | None = query.where(mine).first()
    return kept


def has_account(kept: MemberInvitation) -> bool:
    """Say whether the invited address has an account, so that its password is asked for."""
    return accounts.by_email(kept.email) is not None


def accept(token: str, newcomer: Newcomer, at: datetime, length: timedelta) -> str:
    """Join the partner of a mailed invitation; return the token of a sign-in.

    Who has an account proves it with its password; who has none gets one with a new password.
    """
    kept = by_token(token, at)
    if kept is None:
        raise RuleBroken("invitation_over")
    person = accounts.by_email(kept.email)
    if person is None:
        accounts.require_password(newcomer.password, kept.email, newcomer.name, "password")
    elif person.disabled_at is not None or not accounts.password_fits(
        person, newcomer.password
    ):
        raise RuleBroken("account_password", "password")
    with atomic():
        _use(kept, at)
        joined = _join(kept, person or _open_account(kept, newcomer, at), at)
        return accounts.open_sign_in(joined, at, length)


def _use(kept: MemberInvitation, at: datetime) -> None:
    mine = (MemberInvitation.id == kept.id) & _open(at)
    if MemberInvitation.update(accepted_at=at).where(mine).execute() != 1:
        raise RuleBroken("invitation_over")


def _open_account(kept: MemberInvitation, newcomer: Newcomer, at: datetime) -> Person:
    if not newcomer.name:
        raise RuleBroken("name_needed", "name")
    return Person.create(
        email=kept.email,
        name=newcomer.name,
        password_hash=accounts.hash_password(newcomer.password),
        language=newcomer.language,
        confirmed_at=at,
        created_at=at,
    )


def _join(kept: MemberInvitation, person: Person, at: datetime) -> Person:
    joined = Person.update(partner=kept.partner_id).where(
        (Person.id == person.id) & Person.partner.is_null()
    )
    if roles_of(person) or joined.execute() != 1:
        raise RuleBroken("member_elsewhere")
    Person.update(confirmed_at=at).where(
        (Person.id == person.id) & Person.confirmed_at.is_null()
    ).execute()
    roles = [Role(code) for code in kept.roles]
    accounts.grant(person, *roles)
    who = accounts.actor_of(Person.get_by_id(person.id))
    events.record(who, "partner.member_joined", kept.partner, at, roles=kept.roles)
    return person


def change_roles(
    partner: Partner, person_id: UUID, roles: Sequence[Role], by: Actor, at: datetime
) -> None:
    """Give a member these roles and no others; the last owner stays owner."""
    require(by, Action.MANAGE_MEMBERS, partner)
    with atomic():
        _hold(partner)
        person = member(partner, person_id)
        broken = broken_roles(roles, owners_left=_owners_besides(partner, person))
        if broken:
            raise RulesBroken(broken)
        Grant.delete().where(Grant.person == person).execute()
        accounts.grant(person, *roles)
        told = [role.value for role in roles]
        events.record(by, "partner.roles_changed", partner, at, roles=told)
        _tell(person, partner, "roles_changed", at)


def remove(partner: Partner, person_id: UUID, by: Actor, at: datetime) -> None:
    """Take a member out: their sign-ins end at once, what they wrote stays."""
    require(by, Action.MANAGE_MEMBERS, partner)
    with atomic():
        _hold(partner)
        person = member(partner, person_id)
        _take_out(partner, person, at)
        events.record(by, "partner.member_removed", partner, at)
        _tell(person, partner, "member_removed", at)


def leave(partner: Partner, by: Actor, at: datetime) -> None:
    """Leave one's partner; the last owner hands ownership over first."""
    require(by, Action.LEAVE_PARTNER, partner)
    if by.person_id is None:
        raise NotFound
    with atomic():
        _hold(partner)
        _take_out(partner, member(partner, by.person_id), at)
        events.record(by, "partner.member_left", partner, at)


def _take_out(partner: Partner, person: Person, at: datetime) -> None:
    if _is_owner(person) and _owners_besides(partner, person) == 0:
        raise RuleBroken("last_owner")
    Grant.delete().where(Grant.person == person).execute()
    Person.update(partner=None).where(Person.id == person.id).execute()
    accounts.revoke_all(person.id, at)


def hand_over(partner: Partner, person_id: UUID, by: Actor, at: datetime) -> None:
    """Make a member the owner in one's own place; one stays as an editor."""
    require(by, Action.MANAGE_MEMBERS, partner)
    with atomic():
        _hold(partner)
        person = member(partner, person_id)
        if person.id == by.person_id:
            raise RuleBroken("hand_over_self")
        if person.confirmed_at is None or person.disabled_at is not None:
            raise RuleBroken("hand_over_closed")
        own = (Grant.person == by.person_id) & (Grant.role == Role.PARTNER_OWNER)
        if Grant.delete().where(own).execute() != 1:
            raise WrongState("hand_over", "handed")
        accounts.grant(accounts.person_of(by), Role.PARTNER_EDITOR)
        accounts.grant(person, Role.PARTNER_OWNER)
        events.record(by, "partner.handed_over", partner, at)
        _tell(person, partner, "roles_changed", at)


def _hold(partner: Partner) -> None:
    """Keep the partner's row for this transaction, so that two owners do not go at once."""
    Partner.update(version=Partner.version).where(Partner.id == partner.id).execute()


def _is_owner(person: Person) -> bool:
    return Role.PARTNER_OWNER in roles_of(person)


def _owners_besides(partner: Partner, person: Person) -> int:
    """Count the other owners who can sign in."""
    query = (
        Person.select()
        .join(Grant)
        .where(
            (Person.partner == partner)
            & (Person.id != person.id)
            & (Grant.role == Role.PARTNER_OWNER)
            & Person.confirmed_at.is_null(is_null=False)
            & Person.disabled_at.is_null()
        )
    )
    return int(query.count())


def _tell(person: Person, partner: Partner, template: str, at: datetime) -> None:
    facts = {"name": person.name, "title": partner.name}
    outbox.put_mail(person.email, template, person.language, at, **facts)
