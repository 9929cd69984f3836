"""Notices: written by one person, given by another, or by the partner; agreed by both."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.db import atomic
from portal.domain.actions import PARTNER_ROLES, Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import RUNNING_CONTRACT_STATES, ContractState
from portal.domain.lifecycle_notices import (
    AGREE_END,
    DECLINE_END,
    GIVE_NOTICE,
    PROPOSE_END,
    WITHDRAW_NOTICE,
    NoticeState,
)
from portal.domain.notices import (
    NoticeKind,
    NoticePeriod,
    NoticeSide,
    Settlement,
    agreed_day_rules,
)
from portal.domain.policy import Actor, can, require
from portal.models import Contract, ContractNotice
from portal.services import contract_money, contract_people, documents, events
from portal.services.contract_ends import take_effect, tell_ended
from portal.services.contract_finding import today
from portal.services.contract_signatures import Consent, identified
from portal.services.notice_finding import by_id, joined, open_of
from portal.services.notice_grounds import Ground, chosen, period
from portal.services.steps import advance
from portal.services.todo import Item
from portal.services.working_days import calendar

STARTS = {
    NoticeKind.SUSPENSION: frozenset({ContractState.IN_FORCE}),
    NoticeKind.RESUMPTION: frozenset({ContractState.SUSPENDED}),
    NoticeKind.TERMINATION: RUNNING_CONTRACT_STATES,
}
"""From which states of a contract each kind of notice is open."""


@dataclass(frozen=True)
class Wish:
    """What a notice is to say; ``days`` and ``last_day`` only where the ground asks."""

    kind: NoticeKind
    ground: str
    reason: str
    days: int | None = None
    last_day: date | None = None


def write(contract: Contract, wish: Wish, by: Actor, at: datetime) -> ContractNotice:
    """Write a notice for the office; the head of office gives it."""
    require(by, Action.WRITE_NOTICE, contract)
    with atomic():
        made = _make(contract, wish, (NoticeSide.IOM, NoticeSide.BOTH), by, at)
        facts = {"notice": made.number, "kind": made.kind.value}
        events.record(by, "notice.written", contract, at, **facts)
        head = (Role.HEAD_OF_OFFICE,)
        contract_people.tell_office(contract, head, "notice_to_give", at, key=str(made.id))
    return by_id(made.id)


def _make(
    contract: Contract, wish: Wish, sides: tuple[NoticeSide, ...], by: Actor, at: datetime
) -> ContractNotice:
    _hold(contract, wish.kind)
    if there := open_of(contract):
        raise RuleBroken("notice_open", number=there.number)
    if not wish.reason.strip():
        raise RuleBroken("notice_reason", "reason")
    ground = chosen(contract, wish.ground, wish.kind, *sides)
    length = _length(contract, ground, wish)
    return ContractNotice.create(
        contract=contract,
        number=contract.notices.count() + 1,
        kind=wish.kind,
        side=_side(ground, sides),
        ground=ground.code,
        clause=ground.clause,
        reason=wish.reason.strip(),
        days=length.days,
        working=length.working,
        effective_on=_agreed_day(contract, ground, wish, at),
        author=by.person_id,
        created_at=at,
    )


def _side(ground: Ground, sides: tuple[NoticeSide, ...]) -> NoticeSide:
    return next(each for each in sides if each in ground.sides)


def _hold(contract: Contract, kind: NoticeKind) -> None:
    """Lock a contract for the rest of the transaction, in a state that the notice fits."""
    held = Contract.update(version=Contract.version).where(
        (Contract.id == contract.id) & Contract.state.in_(list(STARTS[kind]))
    )
    if held.execute() != 1:
        rule = f"notice_state_{kind}"
        raise RuleBroken(rule)


def _length(contract: Contract, ground: Ground, wish: Wish) -> NoticePeriod:
    found = period(contract, ground)
    if found is not None:
        return found
    if wish.days is None:
        raise RuleBroken("notice_days", "days", code=ground.clause)
    return NoticePeriod(wish.days)


def _agreed_day(contract: Contract, ground: Ground, wish: Wish, at: datetime) -> date | None:
    if NoticeSide.BOTH not in ground.sides:
        return None
    for broken in agreed_day_rules(wish.last_day, today(contract, at), contract.ends_on):
        raise broken
    return wish.last_day


def _require_day_ahead(notice: ContractNotice, at: datetime) -> None:
    contract = notice.contract
    for broken in agreed_day_rules(notice.effective_on, today(contract, at), contract.ends_on):
        raise broken


def length_of(notice: ContractNotice) -> NoticePeriod:
    """Return how long a notice runs."""
    return NoticePeriod(notice.days, notice.working)


def last_day(notice: ContractNotice, at: datetime) -> date:
    """Return the day of a notice: as it was given, else as it would be if given now."""
    if notice.effective_on is not None:
        day: date = notice.effective_on
        return day
    contract = notice.contract
    works = calendar(contract.call.centre.country)
    return length_of(notice).last_day(today(contract, at), works)


def settlement(notice: ContractNotice) -> Settlement:
    """Return the money of the contract: when the notice was given, else as it stands now."""
    if notice.paid is not None:
        return Settlement(notice.paid, notice.spent)
    return settlement_of(notice.contract)


def settlement_of(contract: Contract) -> Settlement:
    """Return what was paid of a contract, and what accepted reports spent of it."""
    spent = contract_money.spent(contract).values()
    return Settlement(contract_money.paid(contract), sum(spent, Decimal(0)))


def give(notice: ContractNotice, by: Actor, at: datetime) -> None:
    """Give a notice for IOM, or propose the partner to end the contract by consent."""
    require(by, Action.GIVE_NOTICE, notice)
    contract = notice.contract
    with atomic():
        _hold(contract, notice.kind)
        if notice.side is NoticeSide.BOTH:
            _require_day_ahead(notice, at)
            advance(notice, PROPOSE_END, given_by=by.person_id, given_at=at)
            events.record(by, "notice.proposed", contract, at, notice=notice.number)
            roles = (Role.PARTNER_SIGNATORY,)
            key = str(notice.id)
            contract_people.tell_partner(contract, "notice_proposed", at, roles, key=key)
            return
        _give(notice, by, at)
        contract_people.tell_partner(contract, "notice_given", at, key=str(notice.id))


def _give(notice: ContractNotice, by: Actor, at: datetime) -> None:
    day = last_day(notice, at)
    given = {"given_by": by.person_id, "given_at": at, "effective_on": day}
    advance(notice, GIVE_NOTICE, None, **given, **_money(notice))
    _seal(notice, "notice.given", by, at)
    if length_of(notice).immediate:
        take_effect(notice, by, at)
        if notice.kind is NoticeKind.TERMINATION:
            tell_ended(notice.contract, at)


def _money(notice: ContractNotice) -> dict[str, Any]:
    found = settlement_of(notice.contract)
    return {"paid": found.paid, "spent": found.spent}


def _seal(notice: ContractNotice, event: str, by: Actor, at: datetime) -> None:
    contract = notice.contract
    events.record(by, event, contract, at, notice=notice.number, kind=notice.kind.value)
    documents.request("notice", notice.id, notice.reference, (contract.language,), at)


def give_for_partner(
    contract: Contract, wish: Wish, consent: Consent, by: Actor, at: datetime
) -> ContractNotice:
    """End a contract for the partner with notice; the name and the password must fit."""
    require(by, Action.GIVE_PARTNER_NOTICE, contract)
    identified(by, consent)
    with atomic():
        made = _make(contract, wish, (NoticeSide.PARTNER,), by, at)
        _give(made, by, at)
        roles = (*contract_people.OFFICE, Role.HEAD_OF_OFFICE)
        contract_people.tell_office(contract, roles, "notice_received", at, key=str(made.id))
    return by_id(made.id)


def agree(notice: ContractNotice, consent: Consent, by: Actor, at: datetime) -> None:
    """Agree for the partner to end the contract on the day that was proposed."""
    require(by, Action.ANSWER_NOTICE, notice)
    identified(by, consent)
    with atomic():
        _hold(notice.contract, notice.kind)
        _require_day_ahead(notice, at)
        agreed = {"agreed_by": by.person_id, "agreed_at": at}
        advance(notice, AGREE_END, None, **agreed, **_money(notice))
        _seal(notice, "notice.agreed", by, at)
        key = str(notice.id)
        contract_people.tell_office(
            notice.contract, contract_people.OFFICE, "notice_received", at, key=key
        )


def decline(notice: ContractNotice, reason: str, by: Actor, at: datetime) -> None:
    """Decline for the partner to end the contract by consent; it goes on."""
    require(by, Action.ANSWER_NOTICE, notice)
    if not reason.strip():
        raise RuleBroken("notice_reason", "comment")
    with atomic():
        advance(notice, DECLINE_END, comment=reason.strip())
        contract, key = notice.contract, str(notice.id)
        events.record(by, "notice.declined", contract, at, notice=notice.number)
        contract_people.tell_office(
            contract, contract_people.OFFICE, "notice_received", at, key=key
        )


def withdraw(notice: ContractNotice, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw a notice that has not taken effect, with a reason that both sides read."""
    require(by, Action.WITHDRAW_NOTICE, notice)
    if not reason.strip():
        raise RuleBroken("notice_reason", "comment")
    with atomic():
        advance(notice, WITHDRAW_NOTICE, comment=reason.strip())
        events.record(by, "notice.withdrawn", notice.contract, at, notice=notice.number)
        if notice.given_at:
            key = str(notice.id)
            contract_people.tell_partner(notice.contract, "notice_withdrawn", at, key=key)


_TASKS = {
    NoticeState.DRAFT: ("work.give_notice", Action.GIVE_NOTICE),
    NoticeState.PROPOSED: ("work.answer_notice", Action.ANSWER_NOTICE),
}
_CONCERNED = PARTNER_ROLES | {Role.HEAD_OF_OFFICE}


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - the same for every area
    """Return the notices that the actor gives or answers."""
    if not actor.roles & _CONCERNED:
        return []
    waiting = joined().where(ContractNotice.state.in_(list(_TASKS)))
    return [_item(each) for each in waiting if can(actor, _TASKS[each.state][1], each)]


def _item(notice: ContractNotice) -> Item:
    contract = notice.contract
    return Item(
        _TASKS[notice.state][0],
        notice.reference,
        f"{contract.partner.name}, {contract.lot.title}",
        "contracts.notice",
        {"notice_id": str(notice.id)},
    )
