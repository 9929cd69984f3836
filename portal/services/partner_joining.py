"""Registering where a partner may be here already, and asking its owner to be let in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from peewee import IntegrityError

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import Refusal, RuleBroken, RulesBroken, WrongState
from portal.domain.partner_house import RequestState, broken_roles
from portal.domain.policy import VISITOR, Actor, can, require
from portal.models import JoinRequest, Partner, Person
from portal.services import accounts, events, outbox, partner_matching, partners
from portal.services.partner_documents import owners
from portal.services.partner_matching import Likeness
from portal.services.partners import Registration
from portal.services.steps import found
from portal.services.todo import Item

OTHER = "other"
"""The choice of somebody who says that their organisation is none of those shown."""


@dataclass(frozen=True)
class Choice:
    """What somebody chose when shown who may be here already: a partner, or another one."""

    chosen: str = ""
    reason: str = ""


class MayBeHere(Refusal):
    """The organisation may be here already: the person is to choose, or to correct."""

    def __init__(self, alike: list[Likeness], broken: list[RuleBroken]) -> None:
        super().__init__(len(alike))
        self.alike = alike
        self.broken = broken


def register(wish: Registration, choice: Choice, alike: int, at: datetime) -> None:
    """Register a new partner, or ask to be let into the one that is here already.

    ``MayBeHere`` is raised while a choice is still to be made.
    """
    here = _here(wish.organisation, wish.country, wish.registration, wish.email, alike)
    joined = _decided(here, choice)
    try:
        accounts.require_password(wish.password, wish.email, wish.name, "password")
    except RulesBroken as weak:
        raise MayBeHere(here, weak.broken) from weak
    if joined is not None:
        _register_to_join(wish, joined.partner_id, at)
        return
    partners.register(
        wish, at, lambda made: partner_matching.note(made, here, choice.reason, at)
    )


def found_partner(
    by: Actor, organisation: tuple[str, str, str], choice: Choice, alike: int, at: datetime
) -> UUID | None:
    """Register a partner of somebody who has an account, or ask for them to be let in.

    ``organisation`` is name, country and registration number. Returns the new partner's key.
    """
    require(by, Action.FOUND_PARTNER)
    person = accounts.person_of(by)
    here = _here(*organisation, person.email, alike)
    joined = _decided(here, choice)
    with atomic():
        _hold_alone(person)
        if joined is not None:
            _ask(joined.partner_id, person, at)
            _tell_owners(person, at)
            return None
        made = _found(person, organisation, at)
        partner_matching.note(made, here, choice.reason, at)
    return made.id


def _here(name: str, country: str, number: str, email: str, alike: int) -> list[Likeness]:
    return partner_matching.like(name, country, number, email, alike)


def _decided(here: list[Likeness], choice: Choice) -> Likeness | None:
    """Return the partner to join, or None for a new one; refuse until one is chosen."""
    if not here:
        return None
    if choice.chosen == OTHER:
        broken = partner_matching.broken_reason(choice.reason)
        if broken:
            raise MayBeHere(here, broken)
        return None
    chosen = [each for each in here if str(each.partner_id) == choice.chosen]
    if not chosen:
        raise MayBeHere(here, [RuleBroken("may_be_here", "chosen")])
    return chosen[0]


def _hold_alone(person: Person) -> None:
    """Keep the row of a person who has no partner; refuse one who has got one meanwhile."""
    held = Person.update(partner=None).where(
        (Person.id == person.id) & Person.partner.is_null()
    )
    if held.execute() != 1:
        raise WrongState("found_partner", "member")


def _found(person: Person, organisation: tuple[str, str, str], at: datetime) -> Partner:
    name, country, number = organisation
    made = Partner.create(
        name=name,
        country=country,
        registration=number,
        language=person.language,
        created_at=at,
    )
    Person.update(partner=made).where(Person.id == person.id).execute()
    accounts.grant(person, Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
    events.record(accounts.actor_of(person), "partner.registered", made, at)
    return made


def _register_to_join(wish: Registration, partner_id: UUID, at: datetime) -> None:
    hashed = accounts.hash_password(wish.password)
    try:
        with atomic():
            person = Person.create(
                email=wish.email.strip().casefold(),
                name=wish.name,
                password_hash=hashed,
                language=wish.language,
                created_at=at,
            )
            _ask(partner_id, person, at)
            accounts.send_link(person, accounts.CONFIRM, at)
    except IntegrityError:
        partners.tell_known(wish.email, at)


def _ask(partner_id: UUID, person: Person, at: datetime) -> None:
    waits = (JoinRequest.person == person) & (JoinRequest.state == RequestState.WAITING)
    JoinRequest.delete().where(waits).execute()
    JoinRequest.create(partner=partner_id, person=person, asked_at=at)
    who = replace(VISITOR, person_id=person.id)
    events.record(who, "partner.join_asked", partners.by_id(partner_id), at)


def confirm(token: str, at: datetime, length: timedelta) -> str:
    """Confirm a mailed address and pass on its request to be let in; return a sign-in."""
    with atomic():
        session = accounts.confirm(token, at, length)
        signed = accounts.signed_in(session, at)
        if signed is not None:
            _tell_owners(accounts.person_of(signed[0]), at)
    return session


def _tell_owners(person: Person, at: datetime) -> None:
    untold = (JoinRequest.person == person) & JoinRequest.told_at.is_null()
    request = JoinRequest.get_or_none(untold & (JoinRequest.state == RequestState.WAITING))
    if request is None:
        return
    JoinRequest.update(told_at=at).where(JoinRequest.id == request.id).execute()
    for owner in owners(request.partner_id):
        facts = {"name": owner.name, "who": person.name, "partner": str(request.partner_id)}
        outbox.put_mail(owner.email, "join_asked", owner.language, at, **facts)


def by_id(request_id: UUID) -> JoinRequest:
    """Find a request to be let in, or refuse with ``NotFound``."""
    return found(JoinRequest.get_or_none(JoinRequest.id == request_id))


def waiting(partner: Partner) -> list[JoinRequest]:
    """Return who asks to be let in and has a confirmed address, oldest first."""
    query = JoinRequest.select(JoinRequest, Person).join(Person, on=JoinRequest.person)
    mine = query.where(
        (JoinRequest.partner == partner)
        & (JoinRequest.state == RequestState.WAITING)
        & Person.confirmed_at.is_null(is_null=False)
        & Person.disabled_at.is_null()
    )
    return list(mine.order_by(JoinRequest.asked_at))


def request_of(actor: Actor) -> JoinRequest | None:
    """Return the request of the actor that waits, or None."""
    query = JoinRequest.select(JoinRequest, Partner).join(Partner)
    mine = (JoinRequest.person == actor.person_id) & (JoinRequest.state == RequestState.WAITING)
    waits: JoinRequest | None = query.where(mine).first()
    return waits


def admit(request: JoinRequest, roles: list[Role], by: Actor, at: datetime) -> None:
    """Let somebody in with roles; refuse somebody who has joined a partner meanwhile."""
    require(by, Action.MANAGE_MEMBERS, request)
    broken = broken_roles(roles, owners_left=1)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        _decide(request, RequestState.ADMITTED, by, at)
        joined = Person.update(partner=request.partner_id).where(
            (Person.id == request.person_id) & Person.partner.is_null()
        )
        if joined.execute() != 1:
            raise RuleBroken("member_elsewhere")
        accounts.grant(request.person, *roles)
        facts = {"roles": [role.value for role in roles]}
        events.record(by, "partner.member_joined", request.partner, at, **facts)
        _tell(request, "join_admitted", at)


def decline(request: JoinRequest, by: Actor, at: datetime) -> None:
    """Refuse somebody who asked to be let in; they may register another organisation."""
    require(by, Action.MANAGE_MEMBERS, request)
    with atomic():
        _decide(request, RequestState.DECLINED, by, at)
        events.record(by, "partner.join_declined", request.partner, at)
        _tell(request, "join_declined", at)


def _decide(request: JoinRequest, state: RequestState, by: Actor, at: datetime) -> None:
    changed = (
        JoinRequest.update(state=state, decided_at=at, decided_by=by.person_id)
        .where((JoinRequest.id == request.id) & (JoinRequest.state == RequestState.WAITING))
        .execute()
    )
    if changed != 1:
        raise WrongState("decide_request", by_id(request.id).state)


def _tell(request: JoinRequest, template: str, at: datetime) -> None:
    person = request.person
    facts = {"name": person.name, "title": request.partner.name}
    outbox.put_mail(person.email, template, person.language, at, **facts)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Ask the owner to answer who wants to be let in; show the asker that they wait."""
    if actor.partner_id is None:
        return _of_the_asker(actor)
    if Role.PARTNER_OWNER not in actor.roles:
        return []
    parts = {"partner_id": str(actor.partner_id)}
    word, page = "work.answer_join", "partners.members"
    asked = waiting(Partner(id=actor.partner_id))
    return [_item(word, row.person.name, page, parts) for row in asked]


def _of_the_asker(actor: Actor) -> list[Item]:
    if not can(actor, Action.FOUND_PARTNER):
        return []
    mine = request_of(actor)
    if mine is None:
        return [_item("work.found_partner", "", "partners.new", {})]
    return [_item("work.join_waits", mine.partner.name, "partners.new", {}, waits=True)]


def _item(
    word: str, title: str, endpoint: str, parts: dict[str, str], *, waits: bool = False
) -> Item:
    return Item(word, "", title, endpoint, parts, waiting=waits)
