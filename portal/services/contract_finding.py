"""Contracts found, and a draft held for the rest of a transaction."""

from typing import TYPE_CHECKING

from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.models import Call, Centre, Contract, Lot, Partner
from portal.services.prepared import Prepared
from portal.services.steps import found, fresh

if TYPE_CHECKING:
    from peewee import ModelSelect


def joined() -> "ModelSelect[Contract]":
    """Return the query for contracts with their call, centre, lot and partner."""
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
    return found(_by_slug.first(slug))


_by_slug: Prepared[Contract] = Prepared(lambda slug: joined().where(Contract.slug == slug))


def hold_in_force(contract: Contract) -> None:
    """Lock a contract in force for the rest of the transaction; refused in any other state."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & (Contract.state == ContractState.IN_FORCE)
    )
    if held.execute() != 1:
        raise RuleBroken("contract_not_in_force")


def hold_draft(contract: Contract) -> None:
    """Lock a draft for the rest of the transaction; refuse with WrongState when it is none."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & (Contract.state == ContractState.DRAFT)
    )
    if held.execute() != 1:
        raise WrongState("edit_contract", fresh(contract).state)
