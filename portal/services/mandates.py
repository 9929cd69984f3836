"""Mandates of signatories: kept for a partner by its owner, for IOM by who runs the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from peewee import JOIN

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import NotFound, RuleBroken, RulesBroken, WrongState
from portal.domain.mandates import broken_reach, covering
from portal.domain.policy import Actor, require
from portal.models import Contract, Grant, Mandate, Partner, Person, Signature, SignatureMandate
from portal.services import events
from portal.services.contract_finding import today
from portal.services.file_checks import Limits, Upload, stored, taken_at_once
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect


@dataclass(frozen=True)
class Wish:
    """A mandate as somebody tells it, with the file that shows it."""

    upload: Upload
    person_id: UUID
    limit: Decimal | None
    currency: str
    valid_from: date
    valid_until: date | None = None


def of_partner(partner: Partner) -> list[Mandate]:
    """Return the mandates kept for a partner's signatories, revoked ones too."""
    return list(_joined().where(Mandate.partner == partner))


def of_office() -> list[Mandate]:
    """Return the delegations kept for those who sign for IOM, revoked ones too."""
    return list(_joined().where(Mandate.partner.is_null()))


def _joined() -> "ModelSelect[Mandate]":
    query = Mandate.select(Mandate, Person).join(Person, on=Mandate.person)
    return query.order_by(Person.name, Mandate.valid_from.desc(), Mandate.added_at.desc())


def signatories(partner: Partner | None) -> list[Person]:
    """Return who may be given a mandate: a partner's signatories, else heads of office."""
    role = Role.HEAD_OF_OFFICE if partner is None else Role.PARTNER_SIGNATORY
    able = Grant.select(Grant.person).where(Grant.role == role)
    theirs = Person.partner.is_null() if partner is None else Person.partner == partner
    query = Person.select().where(Person.id.in_(able) & theirs & Person.disabled_at.is_null())
    return list(query.order_by(Person.name))


def one(partner: Partner | None, mandate_id: UUID) -> Mandate:
    """Return one mandate of this party; ``NotFound`` when it has none under this key."""
    mine = Mandate.partner.is_null() if partner is None else Mandate.partner == partner
    row: Mandate | None = _joined().where((Mandate.id == mandate_id) & mine).first()
    return found(row)


def office_one(mandate_id: UUID) -> Mandate:
    """Return one delegation of the office, or refuse with ``NotFound``."""
    return one(None, mandate_id)


def add(
    partner: Partner | None, wish: Wish, limits: Limits, by: Actor, at: datetime
) -> Mandate:
    """Keep a mandate with its file; nobody enters a delegation of IOM for themselves."""
    _require_keeper(partner, by)
    _require_told(partner, wish, by)
    kept = taken_at_once(wish.upload, limits)
    with atomic():
        made = Mandate.create(
            **_reach(wish),
            **stored("mandates", wish.upload, kept),
            title=wish.upload.title,
            partner=partner,
            added_by=by.person_id,
            added_at=at,
        )
        facts = {"sha256": made.sha256}
        events.record(by, "mandate.added", partner or made, at, **facts)
    return made


def _require_keeper(partner: Partner | None, by: Actor) -> None:
    if partner is None:
        require(by, Action.KEEP_OFFICE_MANDATE)
    else:
        require(by, Action.KEEP_MANDATE, partner)


def _require_told(partner: Partner | None, wish: Wish, by: Actor) -> None:
    broken = broken_reach(wish.limit, wish.currency, wish.valid_from, wish.valid_until)
    if wish.person_id not in {each.id for each in signatories(partner)}:
        broken.append(RuleBroken("mandate_person", "person"))
    if partner is None and wish.person_id == by.person_id:
        broken.append(RuleBroken("mandate_own", "person"))
    if broken:
        raise RulesBroken(broken)


def _reach(wish: Wish) -> dict[str, object]:
    return {
        "person": wish.person_id,
        "limit": wish.limit,
        "currency": "" if wish.limit is None else wish.currency,
        "valid_from": wish.valid_from,
        "valid_until": wish.valid_until,
    }


def revoke(mandate: Mandate, by: Actor, at: datetime) -> None:
    """End a mandate from now on; what was signed by it stays signed, and its file stays."""
    _require_keeper(mandate.partner, by)
    with atomic():
        still = (Mandate.id == mandate.id) & Mandate.revoked_at.is_null()
        ended = Mandate.update(revoked_at=at, revoked_by=by.person_id).where(still).execute()
        if ended != 1:
            raise WrongState("revoke_mandate", "revoked")
        facts = {"sha256": mandate.sha256}
        events.record(by, "mandate.revoked", mandate.partner or mandate, at, **facts)


def for_signing(contract: Contract, person: Person, on: date) -> Mandate:
    """Return the mandate by which a person may sign a contract on a day, or say why not.

    Who signs for IOM needs a delegation of the office, who signs for a partner one of that
    partner.
    """
    return covering(
        _held(person), contract.amount, contract.currency, on=on, name=str(person.name)
    )


def _held(person: Person) -> Sequence[Mandate]:
    party = (
        Mandate.partner.is_null()
        if person.partner_id is None
        else Mandate.partner == person.partner_id
    )
    mine = (Mandate.person == person) & party & Mandate.revoked_at.is_null()
    return list(Mandate.select().where(mine).order_by(Mandate.valid_from.desc()))


def keep_ground(signature: Signature, mandate: Mandate) -> None:
    """Note on which mandate a signature stands, inside the step that signs."""
    SignatureMandate.create(signature=signature, mandate=mandate)


def grounds(contract: Contract) -> dict[str, Mandate]:
    """Return the mandates that the signatures of a contract stand on, by side."""
    query = (
        SignatureMandate.select(SignatureMandate, Signature, Mandate)
        .join(Signature)
        .switch(SignatureMandate)
        .join(Mandate, JOIN.INNER)
        .where(Signature.contract == contract)
    )
    return {each.signature.side: each.mandate for each in query}


def told(
    contract: Contract, by: Actor, at: datetime
) -> tuple[Mandate | None, list[RuleBroken]]:
    """Return the actor's mandate for a contract, or why there is none, for a page."""
    person = Person.get_or_none(Person.id == by.person_id)
    if person is None:
        raise NotFound
    try:
        return for_signing(contract, person, today(contract, at)), []
    except RuleBroken as broken:
        return None, [broken]
