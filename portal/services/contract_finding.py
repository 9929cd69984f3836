"""Contracts found, and a draft held for the rest of a transaction."""

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from portal.domain.errors import RuleBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.models import Call, Centre, Contract, Lot, Partner
from portal.models.base import Record
from portal.services.prepared import Prepared
from portal.services.steps import found, fresh

if TYPE_CHECKING:
    from peewee import ModelSelect

R = TypeVar("R", bound=Record)


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


def joined_to(table: type[R]) -> "ModelSelect[R]":
    """Return the query for rows of contracts with their contract and what belongs to that."""
    query = table.select(table, Contract, Call, Centre, Lot, Partner)
    query = query.join(Contract).join(Call).join(Centre).switch(Contract)
    return query.join(Lot).switch(Contract).join(Partner)


def by_slug(slug: str) -> Contract:
    """Return a contract with its call, centre, lot and partner, or refuse with NotFound."""
    return found(_by_slug.first(slug))


_by_slug: Prepared[Contract] = Prepared(lambda slug: joined().where(Contract.slug == slug))


def today(contract: Contract, at: datetime) -> date:
    """Return the day of a moment where the contract is carried out."""
    return at.astimezone(ZoneInfo(contract.call.zone)).date()


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
