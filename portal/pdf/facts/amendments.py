"""Facts of the documents of amendments."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.models import AmendmentApproval, Contract, ContractAmendment
from portal.pdf.facts.contracts import annexes
from portal.pdf.facts.shared import call_facts
from portal.services import amendment_approvals, amendment_view, consolidated
from portal.services.amendment_finding import by_id
from portal.services.contract_text import categories


def head(contract: Contract, reference: str, title: str) -> dict[str, object]:
    """Return what a document on a contract says of itself, in the contract's language."""
    return call_facts(contract.call, contract.language, reference, title)


def amendment(subject_id: UUID, language: str) -> dict[str, object]:  # noqa: ARG001 - its own one
    """Return what an amendment prints: what it changes, its effect, who agreed and signed."""
    one = by_id(subject_id)
    contract = one.contract
    return {
        **head(contract, one.reference, contract.lot.title),
        "contract": told(contract),
        "amendment": one.number,
        "kind": one.kind.value,
        "reason": one.reason,
        "view": plain(asdict(amendment_view.of(one))),
        "categories": categories(contract),
        "approvals": [_approval(each) for each in amendment_approvals.of(one)],
        "signatures": _signatures(one),
        "fingerprint": one.fingerprint,
        "in_force_at": one.in_force_at.isoformat() if one.in_force_at else "",
    }


def consolidated_text(subject_id: UUID, language: str) -> dict[str, object]:  # noqa: ARG001 - its own one
    """Return what a contract says after an amendment, or as signed when the key is its own."""
    one = ContractAmendment.get_or_none(ContractAmendment.id == subject_id)
    if one is None:
        found = consolidated.as_signed(Contract.get_by_id(subject_id))
    else:
        found = consolidated.up_to(one)
    contract = found.contract
    return {
        **head(contract, contract.reference, contract.lot.title),
        "contract": told(contract),
        "content": plain(dict(found.content)),
        "parts": found.parts,
        "marks": plain(dict(found.marks)),
        "amendments": [
            {
                "number": each.number,
                "kind": each.kind.value,
                "at": each.in_force_at.isoformat(),
            }
            for each in found.amendments
        ],
        "categories": categories(contract),
        "annexes": annexes(found.content)["annexes"],
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - any data
    """Return data as documents take it: days and amounts as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, date | Decimal) else value


def told(contract: Contract) -> dict[str, str]:
    """Return how a contract is named on the papers about it."""
    return {
        "reference": contract.reference,
        "partner": contract.partner.name,
        "lot": contract.lot.title,
        "language": contract.language,
        "currency": contract.currency,
    }


def _approval(each: AmendmentApproval) -> dict[str, str]:
    return {
        "kind": each.kind,
        "state": each.state.value,
        "person": each.person.name if each.person else "",
        "at": each.decided_at.isoformat() if each.decided_at else "",
    }


def _signatures(one: ContractAmendment) -> dict[str, dict[str, str] | None]:
    signed = {
        each.side: {"name": each.name, "at": each.signed_at.isoformat()}
        for each in one.signatures
    }
    return {"iom": None, "partner": None, **signed}
