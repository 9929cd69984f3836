"""The budget of a contract within its negotiation: proposed, taken over or settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from babel.numbers import get_currency_precision

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.contract_budget import Bounds, Difference, broken_budget, differences
from portal.domain.contracts import shares
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import PROPOSE_CHANGES, SEND_CONTRACT
from portal.domain.policy import Actor, require
from portal.models import BudgetProposal, Contract, ContractBudget, Instalment, Person
from portal.services import budget_categories, contract_clauses, contract_text, events
from portal.services.contract_finding import by_slug, hold_draft
from portal.services.proposal_contents import price
from portal.services.steps import found, fresh, save_version

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Proposed:
    """A budget that somebody proposed, beside the one it was proposed against."""

    row: BudgetProposal
    rows: list[Difference]
    total: Decimal


def by_id(budget_id: UUID) -> BudgetProposal:
    """Return a proposed budget with its contract, or refuse with ``NotFound``."""
    query = BudgetProposal.select(BudgetProposal, Contract).join(Contract)
    row: BudgetProposal | None = query.where(BudgetProposal.id == budget_id).first()
    return found(row)


def amounts_of(contract: Contract) -> dict[str, Decimal]:
    """Return the amount of every category that the call knows, in the call's order."""
    stands = {each.category: each.amount for each in contract.budget}
    known = budget_categories.names(contract.call, contract.language)
    every = dict.fromkeys([*known, *stands], Decimal(0)) | stands
    return {code: every[code] for code in budget_categories.in_order(contract.call, every)}


def bounds(contract: Contract) -> Bounds:
    """Return what the budget of a contract is held to."""
    call = contract.call
    return Bounds(
        price(contract.proposal) or contract.amount,
        contract.lot.ceiling,
        call.indirect_ceiling,
        contract.currency,
        Decimal(1).scaleb(-get_currency_precision(contract.currency)),
        budget_categories.headings(call),
    )


def propose(
    contract: Contract, amounts: Amounts, reason: str, by: Actor, at: datetime
) -> BudgetProposal:
    """Propose another budget for an offered contract; a later one takes its place."""
    require(by, Action.PROPOSE_WORDS, contract)
    PROPOSE_CHANGES.take(contract.state)
    now = by_slug(contract.slug)
    _require_fit(now, amounts)
    with atomic():
        Contract.update(version=Contract.version).where(Contract.id == contract.id).execute()
        PROPOSE_CHANGES.take(fresh(contract).state)
        BudgetProposal.delete().where(_open(contract)).execute()
        made = BudgetProposal.create(
            contract=contract,
            amounts=_plain(amounts),
            before=_plain(amounts_of(now)),
            reason=reason.strip(),
            author=by.person_id,
            made_at=at,
        )
        events.record(by, "contract.budget_proposed", contract, at)
    return made


def _plain(amounts: Amounts) -> dict[str, str]:
    return {code: contract_text.plain(amount) for code, amount in amounts.items()}


def _require_fit(contract: Contract, amounts: Amounts) -> None:
    broken = broken_budget(amounts, bounds(contract))
    stands = amounts_of(contract)
    if not broken and set(amounts) - set(stands):
        broken.append(RuleBroken("category_gone"))
    elif not broken and all(
        amounts.get(code, Decimal(0)) == each for code, each in stands.items()
    ):
        broken.append(RuleBroken("budget_same"))
    if broken:
        raise RulesBroken(broken)


def _open(contract: Contract) -> object:
    return (BudgetProposal.contract == contract) & BudgetProposal.settled_at.is_null()


def open_of(contract: Contract) -> list[Proposed]:
    """Return the budgets that were proposed and that nobody has settled yet."""
    query = BudgetProposal.select(BudgetProposal, Person).join(Person, on=BudgetProposal.author)
    return [_shown(each) for each in query.where(_open(contract))]


def _shown(row: BudgetProposal) -> Proposed:
    before, after = _read(row.before), _read(row.amounts)
    rows = [each for each in differences(before, after) if each.before or each.after]
    return Proposed(row, rows, sum(after.values(), Decimal(0)))


def _read(kept: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(amount) for code, amount in kept.items()}


def save(contract: Contract, amounts: Amounts, seen: int, by: Actor, at: datetime) -> None:
    """Save another budget into a draft, as procurement; the next offer shows it."""
    require(by, Action.EDIT_CONTRACT, contract)
    _require_fit(by_slug(contract.slug), amounts)
    with atomic():
        _write(contract, amounts, seen)
        events.record(by, "contract.budget_changed", contract, at)


def take_over(row: BudgetProposal, by: Actor, at: datetime) -> None:
    """Write a proposed budget into the draft and settle it; it is held to the rules again."""
    require(by, Action.EDIT_CONTRACT, row.contract)
    contract, amounts = by_slug(row.contract.slug), _read(row.amounts)
    SEND_CONTRACT.take(contract.state)
    _require_fit(contract, amounts)
    with atomic():
        _write(contract, amounts, contract.version)
        _close(row, by, at, taken=True)
        events.record(by, "contract.budget_changed", contract, at)


def settle(row: BudgetProposal, by: Actor, at: datetime) -> None:
    """Settle a proposed budget without taking it over."""
    require(by, Action.EDIT_CONTRACT, row.contract)
    with atomic():
        hold_draft(row.contract)
        _close(row, by, at, taken=False)
        events.record(by, "contract.budget_settled", row.contract, at)


def _close(row: BudgetProposal, by: Actor, at: datetime, *, taken: bool) -> None:
    still = (BudgetProposal.id == row.id) & BudgetProposal.settled_at.is_null()
    done = {"settled_by": by.person_id, "settled_at": at, "taken": taken}
    if BudgetProposal.update(done).where(still).execute() != 1:
        raise RuleBroken("budget_settled_already")


def _write(contract: Contract, amounts: Amounts, seen: int) -> None:
    """Write amounts, the sum and the instalments; clauses that nobody changed follow."""
    hold_draft(contract)
    before = contract_clauses.filled(by_slug(contract.slug))
    total = sum(amounts.values(), Decimal(0))
    save_version(contract, seen, {"amount": total}, theirs=_standing)
    ContractBudget.delete().where(ContractBudget.contract == contract).execute()
    for position, (category, amount) in enumerate(_spent(amounts), 1):
        row = {"position": position, "category": category, "amount": amount}
        ContractBudget.create(contract=contract, **row)
    _share_anew(contract, total)
    contract_clauses.refill(contract, before)


def _spent(amounts: Amounts) -> list[tuple[str, Decimal]]:
    return [(code, amount) for code, amount in amounts.items() if amount]


def _share_anew(contract: Contract, total: Decimal) -> None:
    rows = list(contract.instalments.order_by(Instalment.position))
    if not rows:
        return
    unit = contract_text.unit_of(total, contract.currency)
    for row, amount in zip(
        rows, shares(total, [each.percent for each in rows], unit), strict=True
    ):
        Instalment.update(amount=amount).where(Instalment.id == row.id).execute()


def _standing(contract: Contract) -> Mapping[str, object]:
    return {f"amount_{code}": each for code, each in amounts_of(contract).items()}


def open_rules(contract: Contract) -> list[RuleBroken]:
    """Return what keeps a contract back: a proposed budget that is not settled."""
    waits = BudgetProposal.select().where(_open(contract)).exists()
    return [RuleBroken("budget_proposal_open")] if waits else []
