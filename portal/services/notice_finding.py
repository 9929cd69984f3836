"""Notices found: one by its key, those of a contract, the one that is open."""

from typing import TYPE_CHECKING
from uuid import UUID

from portal.domain.actions import Action
from portal.domain.lifecycle_notices import OPEN_NOTICES
from portal.domain.policy import Actor, can
from portal.models import Contract, ContractNotice
from portal.services.contract_finding import joined_to
from portal.services.steps import found

if TYPE_CHECKING:
    from peewee import ModelSelect


def joined() -> "ModelSelect[ContractNotice]":
    """Return the query for notices with their contract, call, centre, lot and partner."""
    return joined_to(ContractNotice)


def by_id(notice_id: UUID) -> ContractNotice:
    """Return a notice with its contract, or refuse with ``NotFound``."""
    row: ContractNotice | None = joined().where(ContractNotice.id == notice_id).first()
    return found(row)


def of(contract: Contract, actor: Actor) -> list[ContractNotice]:
    """Return the notices of a contract that the actor may read, the first one first."""
    rows = joined().where(ContractNotice.contract == contract)
    ordered = rows.order_by(ContractNotice.number)
    return [each for each in ordered if can(actor, Action.SEE_NOTICE, each)]


def open_of(contract: Contract) -> ContractNotice | None:
    """Return the one notice of a contract that is under way."""
    open_ones = ContractNotice.state.in_(list(OPEN_NOTICES))
    row: ContractNotice | None = contract.notices.where(open_ones).first()
    return row
