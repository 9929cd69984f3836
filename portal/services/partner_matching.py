"""Whether a partner that registers is here already, and what is noted when it says no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain import partner_names
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken, WrongState
from portal.domain.partner_house import LEAST_REASON, Grounds
from portal.domain.partner_names import Known, Wanted, domain_of
from portal.domain.policy import Actor, can, require
from portal.models import Partner, PartnerName, Person, Resemblance
from portal.services import events, library
from portal.services.steps import found
from portal.services.todo import Item


@dataclass(frozen=True)
class Likeness:
    """A partner that may be the one somebody registers: no more than name and city is told."""

    partner_id: UUID
    name: str
    city: str
    grounds: Grounds


def like(name: str, country: str, registration: str, email: str, alike: int) -> list[Likeness]:
    """Return the partners with a confirmed person that may be this one, in three queries."""
    wanted = Wanted(name, country, registration, own_domain(email))
    domains = _confirmed()
    rows = {row.id: row for row in _partners() if row.id in domains}
    sure = partner_names.resembling(wanted, _known(rows.values(), domains), alike)
    return [Likeness(key, rows[key].name, rows[key].city, why) for key, why in sure]


def own_domain(address: str) -> str:
    """Return the domain of a mail address; empty for those that everybody can have."""
    domain = domain_of(address)
    return "" if domain in library.read("mail_providers")["domain"] else domain


def _confirmed() -> Mapping[UUID, set[str]]:
    """Return the mail domains of each partner that has a confirmed person."""
    domains: dict[UUID, set[str]] = {}
    people = Person.select(Person.partner, Person.email).where(
        Person.partner.is_null(is_null=False) & Person.confirmed_at.is_null(is_null=False)
    )
    for person in people:
        if person.partner_id is not None:
            domains.setdefault(person.partner_id, set()).add(own_domain(person.email))
    return domains


def _partners() -> list[Partner]:
    names = ("id", "name", "acronym", "city", "country", "registration", "website")
    return list(Partner.select(*(getattr(Partner, each) for each in names)))


def _known(rows: Iterable[Partner], domains: Mapping[UUID, set[str]]) -> list[Known]:
    names: dict[UUID, list[str]] = {}
    for each in PartnerName.select(PartnerName.partner, PartnerName.name):
        names.setdefault(each.partner_id, []).append(each.name)
    return [_one(row, names.get(row.id, []), domains[row.id]) for row in rows]


def _one(row: Partner, more: list[str], domains: set[str]) -> Known:
    return Known(
        row.id,
        (row.name, *more),
        row.acronym,
        row.country,
        row.registration,
        frozenset((domains | {own_domain(row.website)}) - {""}),
    )


def broken_reason(reason: str) -> list[RuleBroken]:
    """Return what is wrong with the reason why a partner is another one."""
    if len(reason.split()) < LEAST_REASON:
        return [RuleBroken("resemblance_reason", "reason", words=LEAST_REASON)]
    return []


def note(partner: Partner, alike: Sequence[Likeness], reason: str, at: datetime) -> None:
    """Note which partners a new one resembles, and why its founder says it is another."""
    for each in alike:
        Resemblance.create(
            partner=partner,
            other=each.partner_id,
            grounds=each.grounds,
            reason=reason,
            noted_at=at,
        )


def by_id(resemblance_id: UUID) -> Resemblance:
    """Find a noted resemblance, or refuse with ``NotFound``."""
    return found(Resemblance.get_or_none(Resemblance.id == resemblance_id))


def noted(partner: Partner, reader: Actor) -> list[Resemblance]:
    """Return the resemblances of a partner for those who settle them, open ones first."""
    if not can(reader, Action.SEE_RESEMBLANCES, partner):
        return []
    query = Resemblance.select(Resemblance, Partner).join(Partner, on=Resemblance.other)
    mine = query.where(Resemblance.partner == partner)
    return list(
        mine.order_by(Resemblance.settled_at.is_null(is_null=False), Resemblance.noted_at)
    )


def settle(resemblance: Resemblance, remark: str, by: Actor, at: datetime) -> None:
    """Note that procurement has looked at a resemblance, and what it found; once."""
    require(by, Action.SETTLE_RESEMBLANCE, resemblance)
    with atomic():
        changed = (
            Resemblance.update(settled_at=at, settled_by=by.person_id, note=remark)
            .where((Resemblance.id == resemblance.id) & Resemblance.settled_at.is_null())
            .execute()
        )
        if changed != 1:
            raise WrongState("settle_resemblance", "settled")
        events.record(by, "partner.resemblance_settled", resemblance.partner, at)


def work_items(actor: Actor, _at: datetime) -> list[Item]:
    """Ask procurement to look at partners that resemble others."""
    if Role.PROCUREMENT_OFFICER not in actor.roles:
        return []
    query = (
        Partner.select(Partner.id, Partner.name)
        .join(Resemblance, on=(Resemblance.partner == Partner.id))
        .where(Resemblance.settled_at.is_null())
        .distinct()
    )
    return [
        Item(
            "work.settle_resemblance",
            "",
            row.name,
            "partners.profile",
            {"partner_id": str(row.id)},
        )
        for row in query
    ]
