"""The text of a contract: clauses of the library with its figures, and all that is signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from peewee import Expression

from portal.domain.clauses import names_in
from portal.domain.contracts import PARTS, ContractFacts, fingerprint
from portal.domain.instalments import rule_of
from portal.domain.lifecycle_contracts import DeviationState
from portal.models import (
    Contract,
    ContractBudget,
    ContractClause,
    ContractDeviation,
    ContractTarget,
    Indicator,
    Instalment,
    Person,
    Signature,
)
from portal.services import (
    budget_categories,
    contract_promises,
    library,
    measures,
    standards,
)
from portal.services.clause_filling import facts, is_whole
from portal.services.clause_library import FACTS
from portal.services.contract_clauses import (
    parameters_of,
    rows_of,
    standings,
    template_of,
)
from portal.services.data_map import Principle, of_contract

_CHECKED = ("amount", "start", "end")
TERMS = (
    "background",
    "objectives",
    "target_groups",
    "scope",
    "staffing",
    "hours",
    "data_profile",
)


@dataclass(frozen=True)
class Whole:
    """A contract with all its parts, read once for a page, a rule or a document."""

    contract: Contract
    every: list[ContractClause]
    budget: list[ContractBudget]
    instalments: list[Instalment]
    targets: list[ContractTarget]
    signatures: list[Signature]
    deviations: list[ContractDeviation]

    @property
    def clauses(self) -> list[ContractClause]:
        """The clauses that stand in the contract: without those that are left out."""
        return [each for each in self.every if not each.left_out]


def whole(contract: Contract) -> Whole:
    """Read every part of a contract, one query for each table."""
    targets = ContractTarget.select(ContractTarget, Indicator).join(Indicator)
    signatures = Signature.select(Signature, Person).join(Person)
    return Whole(
        contract,
        rows_of(contract),
        list(contract.budget.order_by(ContractBudget.position)),
        list(contract.instalments.order_by(Instalment.position)),
        list(targets.where(_of_call(contract)).order_by(Indicator.position)),
        list(signatures.where(Signature.contract == contract).order_by(Signature.signed_at)),
        list(contract.deviations.order_by(ContractDeviation.asked_at)),
    )


def _of_call(contract: Contract) -> Expression:
    """Choose the targets for indicators of the call: own ones stand in what was promised."""
    return (ContractTarget.contract == contract) & Indicator.call.is_null(is_null=False)


def unit_of(amount: Decimal, currency: str) -> Decimal:
    """Return the smallest step of an instalment: whole money, or the currency's minor unit."""
    digits = 0 if is_whole(amount) else get_currency_precision(currency)
    return Decimal(1).scaleb(-digits)


def facts_of(whole: Whole) -> ContractFacts:
    """Return what the rules of the domain read of a contract."""
    approved = {
        (each.code, each.text)
        for each in whole.deviations
        if each.state is DeviationState.APPROVED
    }
    return ContractFacts(
        whole.contract.amount,
        whole.contract.starts_on,
        whole.contract.ends_on,
        [(each.percent, each.amount) for each in whole.instalments],
        {clause.code: clause.text for clause in whole.clauses},
        _required(whole),
        standings(whole.contract, whole.every),
        approved,
    )


def _required(whole: Whole) -> dict[str, list[str]]:
    """Return the figures that each clause has to state, by code, as far as it has them."""
    known = facts(whole.contract)
    return {
        row.code: [
            known[name]
            for name in _CHECKED
            if name in names_in(template_of(row, whole.contract.language))
        ]
        for row in whole.clauses
    }


def print_of(whole: Whole) -> str:
    """Return the fingerprint of the text and figures as they stand."""
    return fingerprint(content(whole))


def fits(whole: Whole, agreed: str) -> bool:
    """Say whether a fingerprint is that of the text and figures as they stand.

    Contracts that were approved before the typed rules of instalments were part of what both
    sides agree on keep the fingerprint that they were offered with.
    """
    now = content(whole)
    return agreed in (fingerprint(now), fingerprint(without_rules(now)))


def without_rules(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a contract as it was told before it held its payment rules."""
    rows = [
        {name: value for name, value in row.items() if name != "rule"}
        for row in content["instalments"]
    ]
    return {**content, "instalments": rows}


def payments(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the instalments of a content with amounts and days as such."""
    return [
        {**row, "amount": Decimal(row["amount"]), "rule": _columns(row.get("rule"))}
        for row in content["instalments"]
    ]


def _columns(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return rule_of(stored).columns() if stored else None


def same_payments(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether two contents have the same instalments, as far as both tell their rules."""
    rows = [*before["instalments"], *after["instalments"]]
    if not all("rule" in row for row in rows):
        before, after = without_rules(before), without_rules(after)
    return bool(before["instalments"] == after["instalments"])


def content(whole: Whole) -> dict[str, object]:
    """Return everything that the parties agree on, as plain data in the contract's language."""
    contract = whole.contract
    return {
        **_identity(contract),
        "contract": contract.reference,
        "partner_id": str(contract.partner_id),
        "lot": _lot(contract),
        "currency": contract.currency,
        "amount": plain(contract.amount),
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "report_every_months": contract.report_every_months,
        "report_days": contract.report_days,
        "terms": terms(contract),
        **_lists(whole),
        **_promised(contract),
    }


def _promised(contract: Contract) -> dict[str, object]:
    """Return what was taken over from the proposal; older contracts hold nothing of it."""
    promised = contract_promises.of(contract)
    return {"promised": promised} if promised else {}


def _identity(contract: Contract) -> dict[str, object]:
    """Return the partner as an amendment names it; nothing before there is one."""
    named = contract.own_terms.get("identity")
    return {"identity": named} if named else {}


def _lot(contract: Contract) -> dict[str, object]:
    lot = contract.lot
    return {
        "number": lot.number,
        "city": lot.city,
        "title": lot.title,
        "scope": lot.scope,
        "places": lot.places,
    }


def terms(contract: Contract) -> dict[str, object]:
    """Return the terms of reference of the call as amended: texts, services and standards."""
    call = contract.call
    own = contract.own_terms
    texts: dict[str, object] = {name: own.get(name, getattr(call, name)) for name in TERMS}
    return texts | {
        "call": call.reference,
        "title": call.title,
        "services": _services(call.services, contract.language),
        "standards": own.get("standards") or _earlier_standards(contract),
    }


def _earlier_standards(contract: Contract) -> list[dict[str, str]]:
    """Return the standards of a contract from before contracts kept them.

    Both sides agreed on them without a frequency.
    """
    asked = standards.of_call(contract.call, contract.language)
    return [
        {name: told for name, told in each.items() if name != "frequency"} for each in asked
    ]


def _services(codes: list[str], language: str) -> list[str]:
    known = library.by_code("services", "service")
    return [library.text_of(known[code], "", language) for code in codes if code in known]


def _lists(whole: Whole) -> dict[str, object]:
    return {
        "clauses": [
            {"code": each.code, "part": each.part, "title": each.title, "text": each.text}
            for each in whole.clauses
        ],
        "budget": [
            {"category": each.category, "amount": plain(each.amount)} for each in whole.budget
        ],
        "instalments": [
            {
                "percent": each.percent,
                "amount": plain(each.amount),
                "condition": each.condition,
                "rule": each.rule.stored(),
            }
            for each in whole.instalments
        ],
        "targets": [
            {
                "name": each.indicator.name,
                "unit": each.indicator.unit,
                "disaggregated": each.indicator.disaggregated,
                "target": each.target,
                **_framework(each, whole.contract.language),
            }
            for each in whole.targets
        ],
    }


def _framework(goal: ContractTarget, language: str) -> dict[str, object]:
    """Tell how an indicator is measured; older contracts did not and keep their fingerprint."""
    if not goal.stated:
        return {}
    named = [
        [dimension, [measures.name_of((dimension, value), language) for value in values]]
        for dimension, values in goal.breakdowns
    ]
    names = ("kind", "adding", "over_100", "baseline")
    return {**{name: getattr(goal, name) for name in names}, "breakdowns": named}


def categories(contract: Contract) -> dict[str, str]:
    """Return the names of a contract's budget categories by code, in the call's order."""
    return budget_categories.names(contract.call, contract.language)


def plain(amount: Decimal) -> str:
    """Write an amount the same way whatever the database gave back: 1234.5, never 1234.500."""
    return str(amount.quantize(Decimal(1)) if is_whole(amount) else amount.normalize())


def numbered(whole: Whole) -> list[dict[str, Any]]:
    """Return the clauses by part, numbered, each told apart from the library or not."""
    other = altered(whole)
    rows: list[dict[str, Any]] = [
        {"number": number, "clause": each, "changed": each.code in other}
        for number, each in enumerate(whole.clauses, 1)
    ]
    return [
        {"part": part, "rows": [row for row in rows if row["clause"].part == part]}
        for part in PARTS
    ]


def altered(whole: Whole) -> set[str]:
    """Return the codes of the clauses that stand in other words than the library's."""
    found = standings(whole.contract, whole.every)
    return {each.code for each in found if not each.left_out and each.text != each.standard}


def first_general(whole: Whole) -> int:
    """Return the number of the first of the general conditions; 0 where there are none.

    They follow the last general clause that says something of this contract alone: a figure
    of it, a value that is not the library's, or other words. The last clause of all stands
    with the signatures and is not counted among them.
    """
    other, clauses = altered(whole), whole.clauses
    special = [
        number
        for number, each in enumerate(clauses, 1)
        if each.part == PARTS[0] and (each.code in other or _says_its_own(each, whole))
    ]
    first = max(special, default=0) + 1
    return first if first < len(clauses) else 0


def _says_its_own(clause: ContractClause, whole: Whole) -> bool:
    names = names_in(template_of(clause, whole.contract.language))
    open_ones = [each for each in parameters_of(clause) if not each.value]
    return bool(clause.given or open_ones or names & {*FACTS})


def map_of(whole: Whole, language: str) -> list[Principle]:
    """Return the map of data protection of a contract with its own values, in a language."""
    return of_contract(whole.contract, whole.clauses, altered(whole), language)
