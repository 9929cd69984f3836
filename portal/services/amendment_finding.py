"""Amendments found: one by its key, those of a contract, the one that is open."""

from typing import TYPE_CHECKING
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.lifecycle_amendments import OPEN_AMENDMENTS, AmendmentState
from portal.domain.policy import Actor, can
from portal.models import (
    AmendmentApproval,
    Contract,
    ContractAmendment,
)
from portal.services.contract_finding import joined_to
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect


def joined() -> "ModelSelect[ContractAmendment]":
    """Return the query for amendments with their contract, call, centre, lot and partner."""
    return joined_to(ContractAmendment)


def by_id(amendment_id: UUID) -> ContractAmendment:
    """Return an amendment with its contract, or refuse with ``NotFound``."""
    row: ContractAmendment | None = joined().where(ContractAmendment.id == amendment_id).first()
    return found(row)


def approval_by_id(approval_id: UUID) -> AmendmentApproval:
    """Return an approval of an amendment, or refuse with ``NotFound``."""
    row: AmendmentApproval | None = AmendmentApproval.get_or_none(
        AmendmentApproval.id == approval_id
    )
    approval = found(row)
    approval.amendment = by_id(approval.amendment_id)
    return approval


def of(contract: Contract, actor: Actor) -> list[ContractAmendment]:
    """Return the amendments of a contract that the actor may read, the first one first."""
    rows = joined().where(ContractAmendment.contract == contract)
    ordered = rows.order_by(ContractAmendment.number)
    return [each for each in ordered if can(actor, Action.SEE_AMENDMENT, each)]


def in_force(contract: Contract) -> list[ContractAmendment]:
    """Return the amendments of a contract that are in force, the earliest first."""
    rows = contract.amendments.where(ContractAmendment.state == AmendmentState.IN_FORCE)
    return list(rows.order_by(ContractAmendment.in_force_at, ContractAmendment.number))


def open_of(contract: Contract) -> ContractAmendment | None:
    """Return the one amendment of a contract that is under way."""
    open_ones = ContractAmendment.state.in_(list(OPEN_AMENDMENTS))
    row: ContractAmendment | None = contract.amendments.where(open_ones).first()
    return row
