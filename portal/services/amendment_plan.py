"""What a contract says and asks for once an amendment is in force, worked out beforehand."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from portal.domain.amendments import ANNEXED, added_periods, percents, spread_again
from portal.domain.instalments import FINAL, Due, PaymentRule, rule_of
from portal.domain.lifecycle import ReportState
from portal.domain.lifecycle_contracts import DeviationState
from portal.domain.monitoring import Period
from portal.domain.report_kinds import ReportKind
from portal.models import (
    Actual,
    Contract,
    ContractAmendment,
    ContractBudget,
    ContractClause,
    ContractDeviation,
    ContractTarget,
    Instalment,
    Record,
    Report,
)
from portal.services import (
    budget_categories,
    contract_promises,
    own_indicators,
    report_kinds,
)
from portal.services.contract_clauses import filled
from portal.services.contract_text import Whole, whole
from portal.services.own_indicators import Course
from portal.services.report_kinds import of_periods

T = TypeVar("T", bound=Record)
Targets = Mapping[UUID, Sequence[int] | None]
"""The targets of the open periods by indicator; None where those that are filed pass it."""


@dataclass(frozen=True)
class Plan:
    """A contract before and after an amendment, with what becomes of its reporting periods.

    ``open`` are the reports that are still drafts; their targets, followed by those of the
    periods that are ``added``, are ``targets``. ``due`` are the new days of open reports, and
    ``own`` what becomes of the partner's own indicators.
    """

    now: Whole
    then: Whole
    reports: Sequence[Report]
    added: Sequence[Period]
    targets: Targets
    due: Mapping[UUID, date]
    own: Sequence[Course]

    @property
    def end(self) -> date:
        """The last day of the contract with the amendment."""
        return self.then.contract.ends_on

    @property
    def gone(self) -> list[Report]:
        """The reports of periods that would begin after the end: they fall away."""
        return [each for each in self.reports if each.starts_on > self.end]

    @property
    def cut(self) -> list[Report]:
        """The report whose period would go on beyond the end: it is cut short."""
        return [each for each in self.reports if each.starts_on <= self.end < each.ends_on]

    @property
    def open(self) -> list[Report]:
        """The reports that stay and that nobody has filed yet."""
        return _open(self.reports, self.end)

    @property
    def periods(self) -> list[Period]:
        """Every period as it would be."""
        kept = [
            Period(
                each.number,
                each.starts_on,
                min(each.ends_on, self.end),
                self.due.get(each.id, each.due_on),
            )
            for each in self.reports
            if each.starts_on <= self.end
        ]
        return [*kept, *self.added]


def plan(amendment: ContractAmendment) -> Plan:
    """Work out what an amendment does to its contract as it stands now."""
    now = whole(amendment.contract)
    then = _after(now, amendment.changes)
    reports = list(now.contract.reports.where(of_periods()).order_by(Report.number))
    added = _added(then, reports)
    return Plan(
        now,
        then,
        reports,
        added,
        _targets(now, then, reports, len(added)),
        _due(then, reports, added, amendment.changes),
        own_indicators.courses(then.contract, _staying(then, reports), len(added)),
    )


def _staying(then: Whole, reports: Sequence[Report]) -> list[Report]:
    return [each for each in reports if each.starts_on <= then.contract.ends_on]


def _after(now: Whole, changes: Mapping[str, Any]) -> Whole:
    contract = _contract(now.contract, changes)
    every = _clauses(now, contract, changes.get("clauses", {}))
    return Whole(
        contract,
        every,
        _budget(now, changes),
        _instalments(now, changes),
        _agreed(now, changes.get("targets", {})),
        now.signatures,
        [*now.deviations, *_deviations(every, changes.get("clauses", {}))],
    )


def _other(row: T, **values: object) -> T:
    """Return a row with other values that is never saved; the row itself stays as it is."""
    made = copy(row)
    made.__data__ = dict(row.__data__) | values
    made.__rel__ = dict(row.__rel__)
    return made


def _contract(contract: Contract, changes: Mapping[str, Any]) -> Contract:
    given: dict[str, object] = {"own_terms": dict(contract.own_terms) | _own(contract, changes)}
    if "ends_on" in changes:
        given["ends_on"] = date.fromisoformat(changes["ends_on"])
    if "report_days" in changes:
        given["report_days"] = int(changes["report_days"])
    if "budget" in changes:
        amounts = (Decimal(each) for each in changes["budget"].values())
        given["amount"] = sum(amounts, Decimal(0))
    return _other(contract, **given)


def _own(contract: Contract, changes: Mapping[str, Any]) -> dict[str, object]:
    whole_parts = ("standards", "identity")
    kept = {name: changes[name] for name in whole_parts if name in changes}
    return {**changes.get("terms", {}), **kept, **_promised(contract, changes)}


def _promised(contract: Contract, changes: Mapping[str, Any]) -> dict[str, object]:
    given = {key.value: changes[part] for part, key in ANNEXED.items() if part in changes}
    if not given:
        return {}
    promised = contract_promises.of(contract)
    return {"promised": contract_promises.with_parts(promised, given)}


def _clauses(now: Whole, contract: Contract, texts: Mapping[str, str]) -> list[ContractClause]:
    """Return the clauses: in new words, or with new figures where nobody wrote others."""
    before, then = filled(now.contract), filled(contract)
    return [
        _other(row, text=texts.get(row.code) or _figured(row, before, then))
        for row in now.every
    ]


def _figured(row: ContractClause, before: Mapping[str, str], then: Mapping[str, str]) -> str:
    return then[row.code] if row.text == before[row.code] else row.text


def _deviations(
    every: Sequence[ContractClause], texts: Mapping[str, str]
) -> list[ContractDeviation]:
    """Return what changed clauses deviate in: approved with the amendment that changes them."""
    return [
        ContractDeviation(code=row.code, text=row.text, state=DeviationState.APPROVED)
        for row in every
        if row.code in texts and row.mandatory
    ]


def _budget(now: Whole, changes: Mapping[str, Any]) -> list[ContractBudget]:
    if "budget" not in changes:
        return now.budget
    there = {each.category: each for each in now.budget}
    amounts = {code: Decimal(amount) for code, amount in changes["budget"].items()}
    codes = budget_categories.in_order(now.contract.call, amounts)
    return [
        _other(
            there.get(code, ContractBudget(contract=now.contract, category=code)),
            position=position,
            amount=amounts[code],
        )
        for position, code in enumerate(codes, 1)
    ]


def _instalments(now: Whole, changes: Mapping[str, Any]) -> list[Instalment]:
    if "instalments" not in changes:
        return now.instalments
    given = changes["instalments"]
    amounts = [Decimal(each["amount"]) for each in given]
    new = [_like_the_last(now) for _ in given[len(now.instalments) :]]
    rows = zip([*now.instalments, *new], amounts, percents(amounts), given, strict=False)
    return [
        _other(
            row,
            position=n,
            amount=amount,
            percent=share,
            **{"condition": each["condition"], **_rule(each)},
        )
        for n, (row, amount, share, each) in enumerate(rows, 1)
    ]


def _rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a payment rule; drafts that are older tell words alone."""
    return rule_of(given["rule"]).columns() if "rule" in given else {}


def _like_the_last(now: Whole) -> Instalment:
    """Return a new instalment: due like the last one there is, or after the final report."""
    rule = PaymentRule(Due.REPORT, None, FINAL)
    if now.instalments:
        rule = now.instalments[-1].rule
    return Instalment(contract=now.contract, **rule.columns())


def _agreed(now: Whole, targets: Mapping[str, int]) -> list[ContractTarget]:
    return [
        _other(each, target=targets.get(str(each.indicator_id), each.target))
        for each in now.targets
    ]


def _added(then: Whole, reports: Sequence[Report]) -> list[Period]:
    if not reports:
        return []
    contract, end = then.contract, reports[-1]
    last = Period(end.number, end.starts_on, end.ends_on, end.due_on)
    every, days = contract.report_every_months, contract.report_days
    return added_periods(last, contract.ends_on, every, days, _final_days(then))


def _final_days(then: Whole) -> int:
    return report_kinds.final_days(then.contract, then.every)


def _open(reports: Sequence[Report], end: date) -> list[Report]:
    drafts = (each for each in reports if each.state is ReportState.DRAFT)
    return [each for each in drafts if each.starts_on <= end]


def _due(
    then: Whole, reports: Sequence[Report], added: Sequence[Period], changes: Mapping[str, Any]
) -> dict[UUID, date]:
    """Return the new days of reports: of all open ones, or of those that an end makes others.

    Those are the one whose period is cut, the one that is the last now, and the one that is so
    no longer.
    """
    usual, final = timedelta(days=then.contract.report_days), timedelta(days=_final_days(then))
    here, end = _open(reports, then.contract.ends_on), then.contract.ends_on
    last = None if added else max((each.number for each in here), default=None)
    return {
        each.id: min(each.ends_on, end) + (final if each.number == last else usual)
        for each in here
        if "report_days" in changes
        or each.ends_on > end
        or (each.kind is ReportKind.FINAL) != (each.number == last)
    }


def _targets(now: Whole, then: Whole, reports: Sequence[Report], added: int) -> Targets:
    before = {each.indicator_id: each.target for each in now.targets}
    filed = [each for each in reports if each.state is not ReportState.DRAFT]
    fixed, stay = _of_periods(filed), _open(reports, then.contract.ends_on)
    moved = added or len(stay) + len(filed) < len(reports)
    return {
        each.indicator_id: spread_again(
            each.target, each.adding, fixed.get(each.indicator_id, ()), len(stay) + added
        )
        for each in then.targets
        if reports and (moved or each.target != before[each.indicator_id])
    }


def _of_periods(reports: Sequence[Report]) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = {}
    for row in Actual.select().where(Actual.report.in_(list(reports))):
        found.setdefault(row.indicator_id, []).append(row.target)
    return found
