"""What somebody typed into an amendment, told as changes of the contract as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.instalments import PaymentRule, like
from portal.models import Contract, ContractAmendment
from portal.services.amendment_difference import IDENTITY
from portal.services.budget_categories import names
from portal.services.contract_text import Whole, plain, terms
from portal.services.standards import added

Given = tuple[Decimal, str, PaymentRule]
"""An instalment as it was typed: its amount, the words of its condition, when it is due."""


@dataclass(frozen=True)
class Typed:
    """What the form of an amendment holds; None for a part that the kind does not offer."""

    ends_on: date | None = None
    report_days: int | None = None
    budget: Mapping[str, Decimal] | None = None
    instalments: Sequence[Given] | None = None
    targets: Mapping[str, int] | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, str] | None = None


def changes(now: Whole, typed: Typed) -> dict[str, Any]:
    """Return by part what differs from the contract; None for a part that stays as it is."""
    contract = now.contract
    return {
        **_ends(contract, typed.ends_on),
        **_days(contract, typed.report_days),
        **_budget(now, typed.budget),
        **_instalments(now, typed.instalments),
        **_targets(now, typed.targets),
        **_terms(contract, typed.terms),
        **_identity(contract, typed.identity),
    }


def _ends(contract: Contract, day: date | None) -> dict[str, Any]:
    if day is None:
        return {}
    return {"ends_on": day.isoformat() if day != contract.ends_on else None}


def _days(contract: Contract, days: int | None) -> dict[str, Any]:
    if days is None:
        return {}
    return {"report_days": days if days != contract.report_days else None}


def _budget(now: Whole, typed: Mapping[str, Decimal] | None) -> dict[str, Any]:
    if typed is None:
        return {}
    there = {each.category: each.amount for each in now.budget}
    given = {code: amount for code, amount in typed.items() if amount or code in there}
    written = {code: plain(amount) for code, amount in given.items()}
    return {"budget": None if given == there else written}


def _instalments(now: Whole, typed: Sequence[Given] | None) -> dict[str, Any]:
    if typed is None:
        return {}
    there = [_written((each.amount, each.condition, each.rule)) for each in now.instalments]
    rules = [each.rule for each in now.instalments]
    written = [
        _written((amount, said, like(rule, rules[number]) if number < len(rules) else rule))
        for number, (amount, said, rule) in enumerate(typed)
    ]
    return {"instalments": None if written == there else written}


def _written(given: Given) -> dict[str, Any]:
    amount, said, rule = given
    return {"amount": plain(amount), "condition": said, "rule": rule.stored()}


def _targets(now: Whole, typed: Mapping[str, int] | None) -> dict[str, Any]:
    if typed is None:
        return {}
    there = {str(each.indicator_id): each.target for each in now.targets}
    return {"targets": {key: n for key, n in typed.items() if there.get(key, n) != n}}


def _terms(contract: Contract, typed: Mapping[str, str]) -> dict[str, Any]:
    if not typed:
        return {}
    there = terms(contract)
    return {"terms": {name: text for name, text in typed.items() if text != there[name]}}


def _identity(contract: Contract, typed: Mapping[str, str] | None) -> dict[str, Any]:
    if typed is None:
        return {}
    return {"identity": None if dict(typed) == identity(contract) else dict(typed)}


def identity(contract: Contract) -> dict[str, str]:
    """Return the partner as the contract names it now, with what is said of its account."""
    own, partner = contract.own_terms.get("identity", {}), contract.partner
    return {name: own.get(name) or getattr(partner, name, "") or "" for name in IDENTITY}


def standards(contract: Contract, rows: Sequence[tuple[str, str, str, str]]) -> dict[str, Any]:
    """Return the change of the minimum standards: rows of code, text, proof and frequency.

    A row without a code is new; a standard whose text is empty goes.
    """
    there = {each["code"]: each for each in _standards(contract)}
    taken = set(there)
    kept = []
    for known, text, verification, frequency in rows:
        if text:
            code = known if known in there else added(taken)
            taken.add(code)
            told = {"code": code, "text": text, "verification": verification}
            often = {"frequency": frequency} if frequency else {}
            kept.append({**told, **often, "source": there.get(code, {}).get("source", "")})
    return {"standards": None if kept == list(there.values()) else kept}


def _standards(contract: Contract) -> Sequence[Mapping[str, str]]:
    found: Any = terms(contract)["standards"]
    return list(found)


def standards_of(amendment: ContractAmendment) -> Sequence[Mapping[str, str]]:
    """Return the minimum standards with what the amendment changes in them."""
    return amendment.changes.get("standards") or _standards(amendment.contract)


def categories(contract: Contract, language: str) -> dict[str, str]:
    """Return every category that a budget of the contract may have, with its name."""
    return names(contract.call, language)
