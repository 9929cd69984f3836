"""Contracts: found, sent to the legal officer, cleared, approved, signed by both."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from peewee import ModelSelect

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.contracts import broken_rules, same_name
from portal.domain.errors import RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import (
    APPROVE_CONTRACT,
    CLEAR_CONTRACT,
    COUNTERSIGN,
    PARTNER_CONTRACT_STATES,
    REFUSE_CONTRACT,
    RETURN_CONTRACT,
    SEND_CONTRACT,
    SIGN_CONTRACT,
    ContractState,
    Step,
)
from portal.domain.policy import Action, Actor, reader, require
from portal.models import Call, Centre, Contract, Grant, Lot, Partner, Person, Signature
from portal.services import accounts, documents, events, monitoring, outbox
from portal.services.contract_text import Whole, facts_of, print_of, whole
from portal.services.contract_work import items
from portal.services.steps import advance, found, fresh
from portal.services.todo import Item


class Side(StrEnum):
    """The two parties of a contract."""

    PARTNER = "partner"
    IOM = "iom"


PARTNER_EVENTS = ("contract.approved", "contract.signed", "contract.in_force")


@dataclass(frozen=True)
class Consent:
    """What a person gives to sign: typed name, password, and the fingerprint that was shown."""

    name: str
    password: str
    fingerprint: str


def _joined() -> ModelSelect:
    return (
        Contract.select(Contract, Call, Centre, Lot, Partner)
        .join(Call)
        .join(Centre)
        .switch(Contract)
        .join(Lot)
        .switch(Contract)
        .join(Partner)
    )


def by_slug(slug: str) -> Contract:
    """Return a contract with its call, centre, lot and partner, or refuse with NotFound."""
    return found(_joined().where(Contract.slug == slug).first())


def visible(actor: Actor) -> list[Contract]:
    """Return the contracts of a list: all for the office, one's own once they were approved."""
    query = _joined().order_by(Contract.created_at.desc())
    if reader(actor, None):
        return list(query)
    if actor.partner_id is None:
        return []
    reached = Contract.state.in_(list(PARTNER_CONTRACT_STATES))
    return list(query.where((Contract.partner == actor.partner_id) & reached))


def full(contract: Contract) -> Whole:
    """Return a contract with all its parts for a page."""
    return whole(contract)


def timeline(contract: Contract, actor: Actor) -> list[events.Event]:
    """Return what happened; a partner sees only what happened since the approval."""
    only = PARTNER_EVENTS if actor.roles & PARTNER_ROLES else ()
    return events.timeline([contract.id], only)


def problems(parts: Whole) -> list[RuleBroken]:
    """Return the rules that keep a draft from going to the legal officer."""
    return broken_rules(facts_of(parts))


def hold_draft(contract: Contract) -> None:
    """Lock a draft for the rest of the transaction; refuse with WrongState when it is none."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & (Contract.state == ContractState.DRAFT)
    )
    if held.execute() != 1:
        raise WrongState("edit_contract", fresh(contract).state)


def send(contract: Contract, by: Actor, at: datetime) -> None:
    """Send a draft to the legal officer; refuse while a rule does not hold."""
    require(by, Action.EDIT_CONTRACT, contract)
    with atomic():
        hold_draft(contract)
        broken = problems(whole(by_slug(contract.slug)))
        if broken:
            raise RulesBroken(broken)
        advance(contract, SEND_CONTRACT, review_comment="")
        events.record(by, "contract.sent", contract, at)


def give_back(contract: Contract, comment: str, by: Actor, at: datetime) -> None:
    """Return a contract to procurement with a comment, by the legal officer."""
    _give_back(contract, RETURN_CONTRACT, comment, by, at)


def refuse(contract: Contract, comment: str, by: Actor, at: datetime) -> None:
    """Return a contract to procurement with a comment, by the head of office."""
    _give_back(contract, REFUSE_CONTRACT, comment, by, at)


def _give_back(
    contract: Contract, step: Step[ContractState], comment: str, by: Actor, at: datetime
) -> None:
    require(by, step.action, contract)
    if not comment.strip():
        raise RuleBroken("contract_comment", "comment")
    with atomic():
        advance(contract, step, review_comment=comment.strip(), fingerprint="")
        events.record(by, "contract.returned", contract, at, step=step.name)


def clear(contract: Contract, by: Actor, at: datetime) -> None:
    """Clear a contract: its clauses may be agreed as they stand."""
    require(by, Action.CLEAR_CONTRACT, contract)
    with atomic():
        advance(contract, CLEAR_CONTRACT)
        events.record(by, "contract.cleared", contract, at)


def approve(contract: Contract, by: Actor, at: datetime) -> None:
    """Approve a contract: fix its fingerprint and open it to the partner for signature."""
    require(by, Action.APPROVE_CONTRACT, contract)
    with atomic():
        fixed = print_of(whole(by_slug(contract.slug)))
        advance(contract, APPROVE_CONTRACT, fingerprint=fixed)
        events.record(by, "contract.approved", contract, at, fingerprint=fixed)
        _tell(contract, "contract_to_sign", Role.PARTNER_SIGNATORY, at)


def sign(contract: Contract, by: Actor, consent: Consent, at: datetime) -> None:
    """Sign for the partner; the name, the password and the approved text must fit."""
    require(by, Action.SIGN_CONTRACT, contract)
    with _signing(contract, by, consent, SIGN_CONTRACT):
        pass
