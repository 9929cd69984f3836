"""Instalments found with their latest request, for the pages and the policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from portal.domain.errors import RuleBroken
from portal.domain.instalments import PaymentRule
from portal.domain.lifecycle import PARTNER_CONTRACT_STATES, PAYABLE_CONTRACT_STATES
from portal.domain.lifecycle_contracts import InstalmentState
from portal.domain.policy import Actor, reader
from portal.models import Contract, Instalment, InstalmentRequest
from portal.services.contract_finding import joined_to
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect


@dataclass(frozen=True)
class Case:
    """An instalment with its latest request, as pages show it and the policy judges it."""

    instalment: Instalment
    request: InstalmentRequest | None

    @property
    def contract(self) -> Contract:
        """The contract that the instalment is of."""
        return self.instalment.contract

    @property
    def state(self) -> InstalmentState:
        """Where the instalment stands."""
        return self.instalment.state

    @property
    def partner_id(self) -> UUID:
        """The partner that is paid."""
        return self.contract.partner_id

    @property
    def requested_by_id(self) -> UUID | None:
        """Who made the latest request."""
        return self.request.requested_by_id if self.request else None

    @property
    def verified_by_id(self) -> UUID | None:
        """Who verified the latest request."""
        return self.request.verified_by_id if self.request else None

    @property
    def reference(self) -> str:
        """The reference that letters and mails name."""
        return f"{self.contract.reference}-I{self.instalment.position}"

    @property
    def rule(self) -> PaymentRule:
        """When the instalment is due, and its typed conditions."""
        return self.instalment.rule


def joined() -> "ModelSelect[Instalment]":
    """Return the query for instalments with their contract, call, centre, lot and partner."""
    return joined_to(Instalment)


def by_id(instalment_id: UUID) -> Case:
    """Find an instalment with its latest request, or refuse with ``NotFound``."""
    row: Instalment | None = joined().where(Instalment.id == instalment_id).first()
    return cases([found(row)])[0]


def cases(rows: Iterable[Instalment]) -> list[Case]:
    """Return instalments each with its latest request, by one query."""
    listed = list(rows)
    asked = InstalmentRequest.select().where(
        InstalmentRequest.instalment.in_([each.id for each in listed])
    )
    latest = {each.instalment_id: each for each in asked.order_by(InstalmentRequest.round)}
    return [Case(each, latest.get(each.id)) for each in listed]


def of(contract: Contract) -> list[Case]:
    """Return the instalments of a contract in their order."""
    rows = joined().where(Instalment.contract == contract)
    return cases(rows.order_by(Instalment.position))


def requests_of(instalment: Instalment) -> list[InstalmentRequest]:
    """Return every request for an instalment, the newest first."""
    return list(instalment.requests.order_by(InstalmentRequest.round.desc()))


def visible(actor: Actor) -> list[Case]:
    """Return the instalments of a list: all for the office, a partner's own once approved."""
    rows = joined().order_by(Contract.reference, Instalment.position)
    if reader(actor, None):
        return cases(rows.where(Contract.in_force_at.is_null(is_null=False)))
    if actor.partner_id is None:
        return []
    reached = Contract.state.in_(list(PARTNER_CONTRACT_STATES))
    return cases(rows.where((Contract.partner == actor.partner_id) & reached))


def hold_payable(contract: Contract) -> Contract:
    """Lock a contract under which money moves for the rest of the transaction; return it anew.

    Refused while the contract is not in force, as in a suspension.
    """
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & Contract.state.in_(list(PAYABLE_CONTRACT_STATES))
    )
    if held.execute() != 1:
        raise RuleBroken("contract_pays_nothing")
    return found(Contract.get_or_none(Contract.id == contract.id))
