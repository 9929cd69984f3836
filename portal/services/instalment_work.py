"""What instalments ask of a person: a request, a verification, an approval, a payment."""

from collections.abc import Sequence
from datetime import datetime

from peewee import Expression

from portal.domain.actions import Action, Role
from portal.domain.lifecycle import PAYABLE_CONTRACT_STATES
from portal.domain.lifecycle_contracts import InstalmentState
from portal.domain.policy import Actor, can
from portal.models import Contract, Instalment
from portal.services.instalment_facts import standings
from portal.services.instalment_finding import Case, cases, joined
from portal.services.todo import Item

S = InstalmentState
OFFICE = {
    S.REQUESTED: ("work.verify_instalment", Action.VERIFY_INSTALMENT),
    S.VERIFIED: ("work.approve_instalment", Action.APPROVE_INSTALMENT),
    S.APPROVED: ("work.pay_instalment", Action.PAY_INSTALMENT),
}
REQUESTABLE = (S.PLANNED, S.REJECTED)
_OFFICERS = frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER})


def requestable(found: Sequence[Case], at: datetime) -> list[Case]:
    """Return the instalments that can be requested now: due, and all they wait for stands."""
    open_now = [
        each
        for each in found
        if each.state in REQUESTABLE and each.contract.state in PAYABLE_CONTRACT_STATES
    ]
    stand = zip(open_now, standings(open_now, at), strict=True)
    return [case for case, checked in stand if all(each.met for each in checked)]


def groups(found: Sequence[Case], at: datetime) -> dict[str, list[Case]]:
    """Return instalments by the filter that shows them: ``due``, then by their state."""
    by_state = {
        state.value: [each for each in found if each.state is state]
        for state in InstalmentState
    }
    return {"due": requestable(found, at), **by_state, "all": list(found)}


def work_items(actor: Actor, at: datetime) -> list[Item]:
    """Return the instalments that need the actor; the partner's as far as they are due."""
    if actor.partner_id is not None and Role.PARTNER_SIGNATORY in actor.roles:
        own = Contract.partner == actor.partner_id
        due = requestable(_in(REQUESTABLE, own), at)
        return [_item(each, "work.request_instalment") for each in due]
    if not actor.roles & _OFFICERS:
        return []
    return [
        _item(each, OFFICE[each.state][0])
        for each in _in(tuple(OFFICE))
        if can(actor, OFFICE[each.state][1], each)
    ]


def _in(states: tuple[InstalmentState, ...], also: Expression | None = None) -> list[Case]:
    payable = Contract.state.in_(list(PAYABLE_CONTRACT_STATES))
    rows = joined().where(Instalment.state.in_(list(states)) & payable)
    return cases(rows if also is None else rows.where(also))


def _item(case: Case, word: str) -> Item:
    contract = case.contract
    title = f"{contract.partner.name}, {contract.lot.title}"
    parts = {"instalment_id": str(case.instalment.id)}
    return Item(word, case.reference, title, "instalments.show", parts)
