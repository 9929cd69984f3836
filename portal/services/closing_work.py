"""What the end of contracts asks of a person."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.domain.actions import Action, Role
from portal.domain.lifecycle import (
    CLOSABLE_CONTRACT_STATES,
    PAYABLE_CONTRACT_STATES,
    ContractState,
)
from portal.domain.lifecycle_closing import MilestoneState
from portal.domain.monitoring import DAYS_AHEAD
from portal.domain.policy import Actor, can
from portal.models import Closing, Contract, Milestone
from portal.services import closing_finding as finding
from portal.services.contract_finding import joined
from portal.services.todo import Item

if TYPE_CHECKING:
    from peewee import ModelSelect


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the contracts to close, and the milestones that wait for a person."""
    if actor.partner_id is not None:
        return _milestones(actor, at)
    return [*_to_close(actor), *_reported(actor)]


def _to_close(actor: Actor) -> list[Item]:
    mine = Closing.select(Closing.contract).where(Closing.delegate == actor.person_id)
    ended = joined().where(Contract.state.in_(list(CLOSABLE_CONTRACT_STATES)))
    if not actor.roles & {Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE}:
        ended = ended.where(Contract.id.in_(mine))
    return [item for each in ended if (item := _closing(actor, each))]


def _closing(actor: Actor, contract: Contract) -> Item | None:
    stands = all(each.met for each in finding.items(contract))
    if stands and can(actor, Action.CLOSE_CONTRACT, finding.of(contract)):
        return _item("work.close_contract", contract)
    if stands or Role.PROGRAMME_OFFICER not in actor.roles:
        return None
    return _item("work.settle_closing", contract)


def _reported(actor: Actor) -> list[Item]:
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return []
    return [_milestone("work.decide_milestone", each) for each in _in(MilestoneState.REPORTED)]


def _milestones(actor: Actor, at: datetime) -> list[Item]:
    if not can(actor, Action.REPORT_MILESTONE, _Own(actor)):
        return []
    last = at.date() + timedelta(days=DAYS_AHEAD)
    due = _in(MilestoneState.OPEN).where(
        (Contract.partner == actor.partner_id) & (Milestone.due_on <= last)
    )
    return [_milestone("work.report_milestone", each) for each in due]


class _Own:
    """A contract in force of the actor's own partner, to ask the policy about any of them."""

    def __init__(self, actor: Actor) -> None:
        self.partner_id = actor.partner_id
        self.state = ContractState.IN_FORCE


def _in(state: MilestoneState) -> "ModelSelect[Milestone]":
    query = Milestone.select(Milestone, Contract).join(Contract)
    payable = Contract.state.in_(list(PAYABLE_CONTRACT_STATES))
    return query.where((Milestone.state == state) & payable).order_by(Milestone.due_on)


def _milestone(word: str, milestone: Milestone) -> Item:
    contract = milestone.contract
    due = datetime.combine(milestone.due_on, time(23, 59), ZoneInfo("UTC"))
    parts = {"slug": contract.slug}
    return Item(word, contract.reference, milestone.title, "closing.show", parts, due=due)


def _item(word: str, contract: Contract) -> Item:
    title = f"{contract.partner.name}, {contract.lot.title}"
    return Item(word, contract.reference, title, "closing.show", {"slug": contract.slug})
