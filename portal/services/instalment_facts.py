"""What an instalment is held against: reports, spending, findings, and the contract's money."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from babel.numbers import get_currency_precision

from portal.domain.instalments import (
    ZERO,
    Check,
    Ground,
    Limits,
    Line,
    Wait,
    checks,
    suggested,
)
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.models import (
    Contract,
    ContractBudget,
    Expenditure,
    IneligibleAmount,
    Instalment,
    InstalmentRequest,
    Report,
)
from portal.services.contract_checks import open_findings
from portal.services.contract_finding import today
from portal.services.instalment_finding import Case
from portal.services.report_figures import FILED
from portal.services.report_kinds import of_periods

if TYPE_CHECKING:
    from peewee import ModelSelect


def grounds(cases: Sequence[Case], at: datetime) -> list[Ground]:
    """Return what contracts have reached, for the due rules and conditions of instalments.

    Read with three queries, however many instalments there are.
    """
    keys = {each.contract.id for each in cases}
    reports, asked, spent = _reports(keys), _asked(keys), _spent(keys)
    return [
        Ground(
            case.contract.in_force_at is not None,
            today(case.contract, at),
            frozenset(n for n, s in reports[case.contract.id] if s is ReportState.ACCEPTED),
            max((number for number, _ in reports[case.contract.id]), default=0),
            _findings(case),
            _advanced(asked[case.contract.id], case.instalment.position),
            spent[case.contract.id],
        )
        for case in cases
    ]


def _findings(case: Case) -> int:
    waits = any(each.kind is Wait.FINDINGS for each in case.rule.conditions)
    return open_findings(case.contract) if waits else 0


def _advanced(asked: Sequence[tuple[int, Decimal]], before: int) -> Decimal:
    return sum((amount for position, amount in asked if position < before), ZERO)


def _reports(keys: Collection[UUID]) -> dict[UUID, list[tuple[int, ReportState]]]:
    rows = Report.select(Report.contract, Report.number, Report.state)
    found = defaultdict(list)
    for row in rows.where(Report.contract.in_(list(keys)) & of_periods()):
        found[row.contract_id].append((row.number, row.state))
    return found


def _asked(keys: Collection[UUID]) -> dict[UUID, list[tuple[int, Decimal]]]:
    found = defaultdict(list)
    for row in _requests(keys):
        found[row.instalment.contract_id].append((row.instalment.position, row.amount))
    return found


def _spent(keys: Collection[UUID]) -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = defaultdict(Decimal)
    for contract, _category, amount in _accepted(keys):
        found[contract] += amount
    return found


def _accepted(keys: Collection[UUID]) -> list[tuple[UUID, str, Decimal]]:
    """Return expenditure of accepted reports by contract and category, and what is taken off.

    What the office found not eligible counts as a negative amount, unless it was lifted.
    """
    theirs = Report.contract.in_(list(keys)) & (Report.state == ReportState.ACCEPTED)
    stated = Expenditure.select(Expenditure, Report).join(Report).where(theirs)
    found = IneligibleAmount.select(IneligibleAmount, Report).join(Report)
    held = found.where(theirs & IneligibleAmount.lifted_at.is_null())
    return [
        *((row.report.contract_id, row.category, row.amount or ZERO) for row in stated),
        *((row.report.contract_id, row.category, -row.amount) for row in held),
    ]


def accepted(contract: Contract) -> dict[str, Decimal]:
    """Return accepted and eligible expenditure by budget category."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for _contract, category, amount in _accepted([contract.id]):
        found[category] += amount
    return found


def standing(case: Case, at: datetime) -> list[Check]:
    """Return each thing that an instalment waits for, and whether it stands."""
    return standings([case], at)[0]


def standings(cases: Sequence[Case], at: datetime) -> list[list[Check]]:
    """Return for each instalment the things it waits for, and whether they stand."""
    found = zip(cases, grounds(cases, at), strict=True)
    return [checks(case.rule, ground) for case, ground in found]


def reported(contract: Contract) -> dict[str, Decimal]:
    """Return what the reports that were submitted spent, by budget category."""
    query = Expenditure.select(Expenditure.category, Expenditure.amount).join(Report)
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row in query.where((Report.contract == contract) & Report.state.in_(list(FILED))):
        spent[row.category] += row.amount or ZERO
    return spent


def paid(contract: Contract) -> Decimal:
    """Return what was paid under a contract."""
    made = _requests([contract.id]).where(Instalment.state == InstalmentState.PAID)
    return sum((each.amount for each in made), ZERO)


def _requests(keys: Collection[UUID]) -> "ModelSelect[InstalmentRequest]":
    return (
        InstalmentRequest.select(InstalmentRequest, Instalment)
        .join(Instalment)
        .where(Instalment.contract.in_(list(keys)) & InstalmentRequest.rejected_at.is_null())
    )


def left(contract: Contract, instalment: Instalment) -> Decimal:
    """Return what of the contract's amount no other instalment has asked for or was paid."""
    others = _requests([contract.id]).where(Instalment.id != instalment.id)
    return Decimal(contract.amount) - sum((each.amount for each in others), ZERO)


def lines(case: Case) -> list[Line]:
    """Return the figures of each budget category for a request, with nothing requested yet."""
    contract = case.contract
    stated, cleared, before = reported(contract), accepted(contract), _before(case)
    return [
        Line(
            row.category,
            row.amount,
            stated.get(row.category, ZERO),
            cleared.get(row.category, ZERO),
            before.get(row.category, ZERO),
        )
        for row in contract.budget.order_by(ContractBudget.position)
    ]


def _before(case: Case) -> dict[str, Decimal]:
    asked: dict[str, Decimal] = {}
    others = _requests([case.contract.id]).where(Instalment.id != case.instalment.id)
    for line in (line for each in others for line in each.lines):
        code = line["category"]
        asked[code] = asked.get(code, ZERO) + Decimal(line["requested"])
    return asked


def places(contract: Contract) -> int:
    """Return how many figures after the point the contract's currency has."""
    return get_currency_precision(contract.currency)


def limits(case: Case, contract: Contract) -> Limits:
    """Return what the amounts of a request are held to."""
    rest = left(contract, case.instalment)
    return Limits(case.instalment.amount, rest, contract.currency, places(contract))


def offer(case: Case) -> list[Decimal]:
    """Return what a new request begins with: the instalment spread over the categories."""
    within = limits(case, case.contract)
    amount = min(within.instalment, max(within.left, ZERO))
    return [_plain(each) for each in suggested(lines(case), amount, within.places)]


def _plain(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount
