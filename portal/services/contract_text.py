"""The text of a contract: clauses of the library with its figures, and all that is signed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision

from portal.domain.contracts import PARTS, ContractFacts, fingerprint, months_between
from portal.models import (
    Call,
    Contract,
    ContractBudget,
    ContractClause,
    ContractTarget,
    Indicator,
    Instalment,
    Person,
    ServiceNeed,
    Signature,
)
from portal.services import budget_categories, library

_REGIONS = {"en": "en_GB", "fr": "fr_FR"}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_CHECKED = ("amount", "start", "end")
_TERMS = (
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
    clauses: list[ContractClause]
    budget: list[ContractBudget]
    instalments: list[Instalment]
    targets: list[ContractTarget]
    signatures: list[Signature]


def whole(contract: Contract) -> Whole:
    """Read every part of a contract, one query for each table."""
    targets = ContractTarget.select(ContractTarget, Indicator).join(Indicator)
    signatures = Signature.select(Signature, Person).join(Person)
    return Whole(
        contract,
        list(contract.clauses.order_by(ContractClause.position)),
        list(contract.budget.order_by(ContractBudget.position)),
        list(contract.instalments.order_by(Instalment.position)),
        list(targets.where(ContractTarget.contract == contract).order_by(Indicator.position)),
        list(signatures.where(Signature.contract == contract).order_by(Signature.signed_at)),
    )


def library_clauses() -> list[Mapping[str, Any]]:
    """Return the clauses of the library in the order of a contract: by part, then by code."""
    found = library.entries("clauses", "clause")
    return sorted(found, key=lambda clause: PARTS.index(clause["part"]))


def filled(contract: Contract) -> dict[str, str]:
    """Return the text of each library clause with this contract's figures, by code."""
    figures = placeholders(contract)
    texts = {
        str(clause["code"]): library.text_of(clause, "text", contract.language)
        for clause in library_clauses()
    }
    return {code: _fill(text, figures) for code, text in texts.items()}


def _fill(text: str, figures: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: figures[found[1]], text).strip()


def placeholders(contract: Contract) -> dict[str, str]:
    """Return what stands in the clauses for each placeholder, in the contract's language."""
    house = library.read("contract")
    return {
        "partner": contract.partner.name,
        "office": _office(contract),
        "reference": contract.reference,
        "call": contract.call.reference,
        "lot": str(contract.lot.number),
        "city": contract.lot.city,
        "beds": str(contract.lot.places),
        "report_every": str(contract.report_every_months),
        "report_days": str(contract.report_days),
        "indirect_ceiling": str(contract.call.indirect_ceiling),
        "retention_years": str(house["retention_years"]),
        "breach_hours": str(house["breach_hours"]),
        **_dated(contract),
    }


def _dated(contract: Contract) -> dict[str, str]:
    months = months_between(contract.starts_on, contract.ends_on)
    return {
        "amount": _money(contract),
        "start": _day(contract.starts_on, contract.language),
        "end": _day(contract.ends_on, contract.language),
        "months": str(months or ""),
    }


def _office(contract: Contract) -> str:
    names = Locale.parse(contract.language).territories
    return str(names.get(contract.call.centre.country, contract.call.centre.country))


def _day(value: date, language: str) -> str:
    return format_date(value, "d MMMM y", locale=_REGIONS.get(language, language))


def _money(contract: Contract) -> str:
    locale = Locale.parse(_REGIONS.get(contract.language, contract.language))
    digits = 0 if _is_whole(contract.amount) else get_currency_precision(contract.currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(contract.amount, pattern, locale=locale)
    text = text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    code_first = locale.currency_formats["standard"].pattern.startswith("¤")
    parts = (contract.currency, text) if code_first else (text, contract.currency)
    return "\N{NO-BREAK SPACE}".join(parts)


def _is_whole(amount: Decimal) -> bool:
    return amount == amount.to_integral()


def unit_of(amount: Decimal, currency: str) -> Decimal:
    """Return the smallest step of an instalment: whole money, or the currency's minor unit."""
    digits = 0 if _is_whole(amount) else get_currency_precision(currency)
    return Decimal(1).scaleb(-digits)


def facts_of(whole: Whole) -> ContractFacts:
    """Return what the rules of the domain read of a contract."""
    figures = placeholders(whole.contract)
    return ContractFacts(
        whole.contract.amount,
        whole.contract.starts_on,
        whole.contract.ends_on,
        [(each.percent, each.amount) for each in whole.instalments],
        {clause.code: clause.text for clause in whole.clauses},
        _required(whole.contract.language, figures),
    )


def _required(language: str, figures: Mapping[str, str]) -> dict[str, list[str]]:
    found = {}
    for clause in library_clauses():
        names = set(_PLACEHOLDER.findall(library.text_of(clause, "text", language)))
        found[str(clause["code"])] = [figures[name] for name in _CHECKED if name in names]
    return found


def print_of(whole: Whole) -> str:
    """Return the fingerprint of the text and figures as they stand."""
    return fingerprint(content(whole))


def content(whole: Whole) -> dict[str, object]:
    """Return everything that the parties agree on, as plain data in the contract's language."""
    contract = whole.contract
    return {
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
    }


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
    """Return the terms of reference of the call: its texts, services and standards."""
    call = contract.call
    texts: dict[str, object] = {name: getattr(call, name) for name in _TERMS}
    return texts | {
        "call": call.reference,
        "title": call.title,
        "services": _services(call.services, contract.language),
        "standards": [*_standards(call.standards, contract.language), *_own(call)],
    }


def _own(call: Call) -> list[dict[str, str]]:
    needs = call.services_needed.order_by(ServiceNeed.position)
    return [
        {
            "code": f"C{number}",
            "text": each.standard,
            "verification": each.verification,
            "source": call.reference,
        }
        for number, each in enumerate(needs, 1)
    ]


def _services(codes: list[str], language: str) -> list[str]:
    known = library.by_code("services", "service")
    return [library.text_of(known[code], "", language) for code in codes if code in known]


def _standards(codes: list[str], language: str) -> list[dict[str, str]]:
    known = library.by_code("standards", "standard")
    parts = ("text", "verification", "source")
    return [
        {"code": code} | {part: library.text_of(known[code], part, language) for part in parts}
        for code in codes
        if code in known
    ]


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
            }
            for each in whole.instalments
        ],
        "targets": [
            {
                "name": each.indicator.name,
                "unit": each.indicator.unit,
                "disaggregated": each.indicator.disaggregated,
                "target": each.target,
            }
            for each in whole.targets
        ],
    }


def categories(contract: Contract) -> dict[str, str]:
    """Return the names of a contract's budget categories by code, in the call's order."""
    return budget_categories.names(contract.call, contract.language)


def plain(amount: Decimal) -> str:
    """Write an amount the same way whatever the database gave back: 1234.5, never 1234.500."""
    return str(amount.quantize(Decimal(1)) if _is_whole(amount) else amount.normalize())


def numbered(whole: Whole) -> list[dict[str, Any]]:
    """Return the clauses by part, numbered, each told apart from the library or not."""
    texts = filled(whole.contract)
    rows: list[dict[str, Any]] = [
        {"number": number, "clause": each, "changed": each.text != texts.get(each.code)}
        for number, each in enumerate(whole.clauses, 1)
    ]
    return [
        {"part": part, "rows": [row for row in rows if row["clause"].part == part]}
        for part in PARTS
    ]
