"""Writing a contract: assembled from an award, its clauses, dates and instalments changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import IntegrityError

from portal.config import advance_cleared
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contracts import duration_rules, end_after, shares
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.instalments import Condition, Due, PaymentRule, Wait
from portal.domain.lifecycle import ProposalState
from portal.domain.policy import Actor, require
from portal.domain.price_check import in_proportion
from portal.domain.proposals import totals_by_category
from portal.models import (
    Call,
    Contract,
    ContractBudget,
    ContractClause,
    ContractTarget,
    Indicator,
    Instalment,
    Proposal,
)
from portal.services import (
    budget_categories,
    contract_clauses,
    contract_promises,
    events,
    library,
    measures,
    report_terms,
    standards,
    standstill,
)
from portal.services.contract_clauses import filled, refill
from portal.services.contract_finding import by_slug, hold_draft
from portal.services.contract_text import unit_of
from portal.services.proposal_contents import price
from portal.services.references import slug
from portal.services.steps import found, save_version


@dataclass(frozen=True)
class Terms:
    """What may change of a draft: its dates, and instalments as percent and condition.

    ``rules`` say of each instalment when it is due and what it waits for, in the same order.
    """

    starts_on: date
    ends_on: date
    instalments: tuple[tuple[int, str], ...]
    rules: tuple[PaymentRule, ...] = ()


def assemble(proposal: Proposal, by: Actor, at: datetime) -> Contract:
    """Make the draft contract of an awarded proposal; asked again, return the one there is."""
    require(by, Action.ASSEMBLE_CONTRACT, proposal)
    if proposal.state is not ProposalState.AWARDED:
        raise RuleBroken("not_awarded", "proposal_id")
    existing = Contract.get_or_none(Contract.proposal == proposal)
    if existing is not None:
        return by_slug(existing.slug)
    standstill.require_over(proposal, at)
    try:
        with atomic():
            contract = _create(proposal, at)
            events.record(by, "contract.assembled", contract, at)
    except IntegrityError:
        contract = Contract.get(Contract.proposal == proposal)
    return by_slug(contract.slug)


def _create(proposal: Proposal, at: datetime) -> Contract:
    call, lot = proposal.call, proposal.lot
    reference = f"{call.reference}-C{lot.number}"
    starts_on = call.starts_on or _day_after_award(call, at)
    made = Contract.create(
        reference=reference,
        slug=slug(reference),
        call=call,
        lot=lot,
        partner=proposal.partner,
        proposal=proposal,
        language=call.language,
        currency=call.currency,
        amount=price(proposal),
        starts_on=starts_on,
        ends_on=end_after(starts_on, call.months),
        report_every_months=call.report_every_months,
        report_days=call.report_days,
        own_terms={
            "promised": contract_promises.taken(proposal, call.language),
            "standards": standards.of_call(call, call.language),
        },
        created_at=at,
    )
    contract = by_slug(made.slug)
    report_terms.put(contract)
    contract_clauses.put(contract, at)
    _put_figures(contract)
    return contract


def _day_after_award(call: Call, at: datetime) -> date:
    awarded_at: datetime | None = call.awarded_at
    return (at if awarded_at is None else awarded_at).date() + timedelta(days=1)


def _put_figures(contract: Contract) -> None:
    lines = totals_by_category(contract.proposal.lines)
    totals = in_proportion(lines, contract.amount, unit_of(contract.amount, contract.currency))
    for position, code in enumerate(budget_categories.in_order(contract.call, totals), 1):
        ContractBudget.create(
            contract=contract, position=position, category=code, amount=totals[code]
        )
    for indicator in contract.call.indicators.order_by(Indicator.position):
        agreed = measures.frozen(indicator, contract.call)
        ContractTarget.create(
            contract=contract, indicator=indicator, target=indicator.target, **agreed
        )
    _put_instalments(contract, *_house_instalments(contract.language))


def _house_instalments(
    language: str,
) -> tuple[tuple[tuple[int, str], ...], tuple[PaymentRule, ...]]:
    house = library.entries("contract", "instalment")
    texts = [library.text_of(each, "condition", language) for each in house]
    said = [text.format(cleared=advance_cleared()) for text in texts]
    percents = [int(each["percent"]) for each in house]
    return tuple(zip(percents, said, strict=True)), tuple(_house_rule(each) for each in house)


def _house_rule(entry: Mapping[str, Any]) -> PaymentRule:
    waits = []
    if "report" in entry:
        waits.append(Condition(Wait.REPORT, int(entry["report"])))
    if entry.get("advance"):
        waits.append(Condition(Wait.ADVANCE, advance_cleared()))
    if entry.get("findings"):
        waits.append(Condition(Wait.FINDINGS))
    due = Due.REPORT if "report" in entry else Due.SIGNATURE
    return PaymentRule(due, None, entry.get("report"), tuple(waits[due is Due.REPORT :]))


def _put_instalments(
    contract: Contract, rows: tuple[tuple[int, str], ...], rules: tuple[PaymentRule, ...]
) -> None:
    unit = unit_of(contract.amount, contract.currency)
    amounts = shares(contract.amount, [percent for percent, _ in rows], unit)
    planned = [*rules, *(PaymentRule() for _ in rows[len(rules) :])]
    for position, (row, amount, rule) in enumerate(zip(rows, amounts, planned, strict=True), 1):
        Instalment.create(
            contract=contract,
            position=position,
            percent=row[0],
            amount=amount,
            condition=row[1],
            **rule.columns(),
        )


def clause_of(contract: Contract, code: str) -> ContractClause:
    """Return one clause of a contract, or refuse with NotFound."""
    row: ContractClause | None = contract.clauses.where(ContractClause.code == code).first()
    return found(row)


def save_clause(clause: ContractClause, text: str, seen: int, by: Actor, at: datetime) -> None:
    """Save the text of a clause of a draft; Conflict when somebody else saved it meanwhile."""
    contract = clause.contract
    require(by, Action.EDIT_CONTRACT, contract)
    with atomic():
        hold_draft(contract)
        save_version(clause, seen, {"text": text.replace("\r\n", "\n").strip()})
        events.record(by, "contract.clause_changed", contract, at, code=clause.code)


def save_terms(contract: Contract, terms: Terms, seen: int, by: Actor, at: datetime) -> None:
    """Save dates and instalments of a draft, and write the new dates into untouched clauses."""
    require(by, Action.EDIT_CONTRACT, contract)
    broken = duration_rules(terms.starts_on, terms.ends_on)
    if broken:
        raise RulesBroken(broken)
    with atomic():
        hold_draft(contract)
        before = filled(by_slug(contract.slug))
        dates = {"starts_on": terms.starts_on, "ends_on": terms.ends_on}
        save_version(contract, seen, dates, theirs=_standing)
        Instalment.delete().where(Instalment.contract == contract).execute()
        _put_instalments(contract, terms.instalments, terms.rules)
        refill(contract, before)
        events.record(by, "contract.terms_changed", contract, at)


def _standing(contract: Contract) -> Mapping[str, object]:
    rows = contract.instalments.order_by(Instalment.position)
    return {
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "instalments": [(each.percent, each.condition) for each in rows],
    }
