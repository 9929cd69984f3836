"""Facts of the documents of the clause library: the map of data protection."""

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from portal.domain.changes import word_pieces
from portal.models import Contract, ContractDeviation, ContractReview, Mandate
from portal.pdf.facts.shared import base_facts, call_facts
from portal.services import (
    centres,
    clock,
    contract_paper,
    contract_reviews,
    contract_text,
    contract_versions,
    data_map,
    mandates,
)
from portal.services.contract_text import Whole
from portal.services.data_map import Principle
from portal.wording import WORDS


def data_map_of_library(_subject_id: UUID, language: str) -> dict[str, object]:
    """Return the map of the clauses that hold today, in a language."""
    now = clock.now()
    country = next((each.country for each in centres.every()), "")
    head = base_facts("", "", country=country, language=language, zone="UTC")
    principles = _plain(data_map.of_library(language, now.date()))
    return {**head, "contract": None, "principles": principles}


def data_map_of_contract(subject_id: UUID, language: str) -> dict[str, object]:
    """Return the map of a contract with its own values, in a language."""
    whole = contract_text.whole(Contract.get_by_id(subject_id))
    contract = whole.contract
    head = call_facts(contract.call, language, contract.reference, "")
    return {
        **head,
        "contract": {"partner": contract.partner.name, "lot": contract.lot.title},
        "principles": _plain(contract_text.map_of(whole, language)),
    }


def _plain(principles: Iterable[Principle]) -> list[dict[str, object]]:
    """Return the map as plain data; each figure says whether there are words for its name."""
    found = [asdict(each) for each in principles]
    for principle in found:
        for row in principle["rows"]:
            for field in row["fields"]:
                field["known"] = f"clause_parameter.{field['name']}" in WORDS
    return found


def contract_file(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the office keeps of a contract: where its clauses come from, deviations."""
    whole = contract_text.whole(Contract.get_by_id(subject_id))
    contract = whole.contract
    head = call_facts(contract.call, language, contract.reference, "")
    return {
        **head,
        "contract": {"partner": contract.partner.name, "lot": contract.lot.title},
        "state": contract.state.value,
        "traits": list(contract.traits),
        "clauses": _clauses(whole),
        "deviations": [_deviation(each) for each in whole.deviations],
        "reviews": [_review(each) for each in contract_reviews.of(contract)],
        "signatures": _signatures(whole),
    }


def _signatures(whole: Whole) -> list[dict[str, object]]:
    """Return by which mandate, and by which print and scan, each signature stands."""
    grounds = mandates.grounds(whole.contract)
    papers = contract_paper.behind(whole.contract)
    return [
        {
            "side": each.side,
            "name": each.name,
            "at": each.signed_at.isoformat(),
            "mandate": _mandate(grounds.get(each.side)),
            "printed": papers[each.id].printed_sha256 if each.id in papers else "",
            "scan": papers[each.id].sha256 if each.id in papers else "",
        }
        for each in whole.signatures
    ]


def _mandate(ground: Mandate | None) -> dict[str, str]:
    if ground is None:
        return {}
    until = ground.valid_until.isoformat() if ground.valid_until else ""
    limit = "" if ground.limit is None else contract_text.plain(ground.limit)
    kept = {"title": ground.title, "from": ground.valid_from.isoformat(), "until": until}
    return {**kept, "limit": limit, "currency": ground.currency, "sha256": ground.sha256}


def _review(each: ContractReview) -> dict[str, object]:
    return {
        "round": each.round,
        "kind": each.kind,
        "state": each.state.value,
        "person": each.person.name if each.person else "",
        "at": each.decided_at.isoformat() if each.decided_at else "",
        "comment": each.comment,
    }


def _clauses(whole: Whole) -> list[dict[str, object]]:
    other = contract_text.altered(whole)
    numbers = {each.code: str(number) for number, each in enumerate(whole.clauses, 1)}
    return [
        {
            "number": numbers.get(each.code, ""),
            "code": each.code,
            "title": each.title,
            "version": each.library_version,
            "mandatory": each.mandatory,
            "altered": each.code in other,
        }
        for each in whole.every
        if each.mandatory or not each.left_out
    ]


def _deviation(each: ContractDeviation) -> dict[str, object]:
    decided = each.decided_at.isoformat() if each.decided_at else ""
    return {
        "code": each.code,
        "title": each.title,
        "reason": each.reason,
        "state": each.state.value,
        "left_out": not each.text,
        "asked_by": each.asked_by.name,
        "asked_at": each.asked_at.isoformat(),
        "decided_by": each.decided_by.name if each.decided_by else "",
        "decided_at": decided,
        "comment": each.comment,
        "pieces": [
            (piece.mark.value, piece.text) for piece in word_pieces(each.standard, each.text)
        ],
    }


def redline(subject_id: UUID, language: str) -> dict[str, object]:  # noqa: ARG001 - its own one
    """Return what changed between the last two offers of a contract, in its language."""
    contract = Contract.get_by_id(subject_id)
    last = len(contract_versions.of(contract))
    head = call_facts(contract.call, contract.language, contract.reference, "")
    return {
        **head,
        "contract": {
            "partner": contract.partner.name,
            "lot": contract.lot.title,
            "currency": contract.currency,
        },
        "redline": asdict(contract_versions.redline(contract, last)),
    }
