"""What both signatures of a contract ask for: the person, the text, the award, the mandate."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from peewee import Expression

from portal.domain.contracts import same_name
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ProposalState
from portal.domain.policy import Actor
from portal.models import Contract, Mandate, Person, Proposal, Signature
from portal.services import accounts, mandates
from portal.services.contract_finding import by_slug, today
from portal.services.contract_text import fits, whole


class Side(StrEnum):
    """The two parties of a contract."""

    PARTNER = "partner"
    IOM = "iom"


@dataclass(frozen=True)
class Consent:
    """What a person gives to sign: typed name, password, and the fingerprint that was shown."""

    name: str
    password: str
    fingerprint: str


@dataclass(frozen=True)
class Act:
    """Who signs for which side, over which fingerprint, by which mandate, and when."""

    side: Side
    person: Person
    fingerprint: str
    mandate: Mandate
    at: datetime


def identified(by: Actor, consent: Consent) -> Person:
    """Return the person who signs; refuse another name or a wrong password."""
    if not same_name(consent.name, by.name):
        raise RuleBroken("signing_name", "name", name=by.name)
    person = Person.get_or_none(Person.id == by.person_id)
    if person is None or not accounts.password_fits(person, consent.password):
        raise RuleBroken("signing_password", "password")
    return person


def require_signable(contract: Contract, fingerprint: str) -> None:
    """Refuse a text that is not the approved one, and a contract whose award is gone."""
    now = by_slug(contract.slug)
    if now.fingerprint and not (
        fingerprint == now.fingerprint and fits(whole(now), fingerprint)
    ):
        raise RuleBroken("contract_changed")
    if Proposal.get_by_id(now.proposal_id).state is not ProposalState.AWARDED:
        raise RuleBroken("contract_award_gone")


def shown(fingerprint: str) -> Expression:
    """Return the condition that the contract still has the fingerprint that was shown."""
    return Contract.fingerprint == fingerprint


def put(contract: Contract, act: Act) -> Signature:
    """Keep a signature with the mandate that it stands on, inside the step that signs."""
    made = Signature.create(
        contract=contract,
        side=act.side.value,
        person=act.person,
        name=act.person.name,
        fingerprint=act.fingerprint,
        signed_at=act.at,
    )
    mandates.keep_ground(made, act.mandate)
    return made


def mandate_of(contract: Contract, person: Person, at: datetime | date) -> Mandate:
    """Return the mandate by which a person signs a contract at a moment or on a day."""
    day = today(contract, at) if isinstance(at, datetime) else at
    return mandates.for_signing(contract, person, day)
