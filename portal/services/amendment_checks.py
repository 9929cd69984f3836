"""Whether an amendment may go on: its parts, the budget to the last unit, periods, clauses."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision

from portal.config import amendment_percent
from portal.domain.amendments import (
    KINDS,
    AmendmentPart,
    Cut,
    Money,
    Payment,
    approvers,
    cut_rules,
    end_rules,
    instalment_rules,
    is_above,
    money_rules,
    part_rules,
    period_rules,
    reach_rules,
)
from portal.domain.contracts import broken_rules
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ReportState
from portal.models import ContractAmendment, Event
from portal.services import amendment_tables, contract_money, own_indicators
from portal.services.amendment_plan import Plan
from portal.services.contract_finding import today
from portal.services.contract_text import Whole, categories, facts_of
from portal.services.proposal_contents import price

P = AmendmentPart
DATA = "data_protection"


def changed_parts(amendment: ContractAmendment) -> set[AmendmentPart]:
    """Return the parts of the contract that an amendment changes."""
    return {AmendmentPart(name) for name, value in amendment.changes.items() if value}


def problems(amendment: ContractAmendment, plan: Plan, at: datetime) -> list[RuleBroken]:
    """Return every rule that keeps an amendment from being sent, agreed or signed."""
    changed = changed_parts(amendment)
    return [
        *part_rules(amendment.kind, changed),
        *_time(amendment, plan, at),
        *(_money(amendment, plan) if P.BUDGET in changed else ()),
        *_instalments(plan, changed),
        *_targets(plan),
        *_clauses(amendment),
        *amendment_tables.problems(amendment, plan),
        *_contract(plan),
    ]


def _contract(plan: Plan) -> list[RuleBroken]:
    """Return what breaks of the contract itself; its instalments are told by amendments."""
    found = broken_rules(facts_of(plan.then))
    return [each for each in found if each.field != "instalments"]


def _money(amendment: ContractAmendment, plan: Plan) -> list[RuleBroken]:
    found = money_rules(money(plan), over_ceiling=KINDS[amendment.kind].over_ceiling)
    names = categories(plan.now.contract)
    for each in found:
        if code := each.facts.get("category"):
            each.facts = {**each.facts, "category": names.get(str(code), code)}
    return found


def _time(amendment: ContractAmendment, plan: Plan, at: datetime) -> list[RuleBroken]:
    now, then = plan.now.contract, plan.then.contract
    day = today(now, at)
    broken = []
    if "ends_on" in amendment.changes:
        broken += end_rules(amendment.kind, now.ends_on, then.ends_on, day)
        broken += cut_rules(_cuts(plan))
    elif day > now.ends_on:
        broken.append(RuleBroken("amendment_after_end", day=now.ends_on))
    return [*broken, *period_rules(plan.periods)]


def _cuts(plan: Plan) -> list[Cut]:
    """Return the periods that an earlier end cuts, with what is in their reports already."""
    gone = {each.id for each in plan.gone}
    touched = [*plan.cut, *plan.gone]
    wrote = Event.select(Event.subject_id).where(Event.subject_id.in_([e.id for e in touched]))
    begun = {each.subject_id for each in wrote}
    draft = ReportState.DRAFT
    return [
        Cut(each.number, each.id in gone, each.state is not draft, each.id in begun)
        for each in touched
    ]


def money(plan: Plan) -> Money:
    """Return both budgets of a plan, and what the new one is held to."""
    contract = plan.now.contract
    return Money(
        _budget(plan.now),
        _budget(plan.then),
        award=price(contract.proposal),
        ceiling=contract.lot.ceiling,
        indirect=contract.call.indirect_ceiling,
        unit=Decimal(1).scaleb(-get_currency_precision(contract.currency)),
        spent=contract_money.spent(contract),
    )


def _budget(whole: Whole) -> dict[str, Decimal]:
    return {each.category: each.amount for each in whole.budget}


def _instalments(plan: Plan, changed: set[AmendmentPart]) -> list[RuleBroken]:
    contract = plan.now.contract
    fixed = contract_money.fixed_instalments(contract)
    asked = contract_money.kept_instalments(contract)
    before, after = (
        [
            Payment(
                each.amount,
                each.condition,
                each.position in fixed,
                each.position in asked,
                each.rule,
            )
            for each in whole.instalments
        ]
        for whole in (plan.now, plan.then)
    )
    found = instalment_rules(before, after, plan.then.contract.amount)
    if plan.periods and changed & {P.ENDS_ON, P.INSTALMENTS}:
        found += reach_rules(after, plan.periods[-1].number)
    return found


def _targets(plan: Plan) -> list[RuleBroken]:
    names = {each.indicator_id: each.indicator.name for each in plan.then.targets}
    return [
        RuleBroken("amendment_target", "targets", name=names[key])
        for key, parts in plan.targets.items()
        if parts is None
    ] + [
        RuleBroken("amendment_target", "targets", name=each.name)
        for each in own_indicators.beyond(plan.now.contract, plan.own)
    ]


def _clauses(amendment: ContractAmendment) -> list[RuleBroken]:
    texts = amendment.changes.get("clauses", {})
    return [RuleBroken("amendment_clause_empty", code=c) for c in texts if not texts[c].strip()]


def wanted(amendment: ContractAmendment, plan: Plan) -> tuple[str, ...]:
    """Return who has to approve an amendment, the head of office last."""
    texts = amendment.changes.get("clauses", {})
    parts = {row.part for row in plan.now.every if row.code in texts}
    above = "budget" in amendment.changes and is_above(money(plan), amendment_percent())
    data = DATA in parts or P.DATA_PROTECTION in amendment.changes
    return approvers(amendment.kind, legal=above or bool(texts), data=data)
