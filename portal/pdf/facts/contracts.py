"""Facts of the documents of the area: contracts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from portal.domain.contracts import months_between
from portal.domain.monitoring import periods
from portal.models import Contract, PaperAct
from portal.pdf.facts.shared import base_facts
from portal.services import contract_paper, contract_promises
from portal.services.contract_text import (
    Whole,
    categories,
    content,
    first_general,
    numbered,
    plain,
    whole,
)
from portal.services.report_kinds import final_days

if TYPE_CHECKING:
    from datetime import datetime


def contract(subject_id: UUID, language: str) -> dict[str, object]:  # noqa: ARG001 - its own one
    """Return what the contract prints: all that is agreed, in the contract's own language."""
    parts = whole(Contract.get_by_id(subject_id))
    signed = parts.contract
    country = signed.call.centre.country
    base = base_facts(
        signed.reference,
        signed.lot.title,
        country=country,
        language=signed.language,
        zone=signed.call.zone,
    )
    agreed = content(parts)
    return {
        **base,
        **agreed,
        **annexes(agreed),
        **_lists(parts),
        "partner": _partner(signed),
        "country": country,
        "months": months_between(signed.starts_on, signed.ends_on),
        "awarded_at": _awarded(signed),
        "fingerprint": signed.fingerprint,
        "on_paper": False,
    }


def annexes(agreed: Mapping[str, Any]) -> dict[str, object]:
    """Return the annexes that hold what the partner promised, as they are printed."""
    promised = agreed.get("promised", {})
    period = (agreed["starts_on"], agreed["ends_on"])
    lines = contract_promises.lines_of(promised, agreed["budget"])
    return {
        "annexes": [
            {**each, "parts": [printed(part, period) for part in each["parts"]]}
            for each in contract_promises.annexes(promised)
        ],
        "budget_lines": [{**each, "amount": plain(each["amount"])} for each in lines],
    }


def printed(part: Mapping[str, Any], period: tuple[str, str]) -> dict[str, Any]:
    """Return a part of a proposal as its template prints it, drawn over a period."""
    drawn = [row for row in part["rows"] if row.get("starts_on") and row.get("ends_on")]
    bars = [row for row in drawn if row["starts_on"] <= row["ends_on"]]
    nothing: dict[str, Any] = {"targets": [], "cover": [], "always": False}
    return {**part, **nothing, "bars": bars, "period": list(period)}


def to_sign(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what is printed to be signed on paper: the same, with room for names and pens."""
    return {**contract(subject_id, language), "on_paper": True}


def acts(facts: Mapping[str, Any]) -> str:
    """Say in one line who signed for which side, when, and over which fingerprint.

    It stands in the seal of the file, in figures and names, for every language alike.
    """
    sides = {"partner": facts["partner"]["name"], "iom": "IOM"}
    signed = facts["signatures"]
    told = [
        f"{sides[side]}: {signed[side]['name']}, {_when(signed[side])}"
        for side in sides
        if side in signed
    ]
    return f"{facts['reference']}; {'; '.join(told)}; SHA-256 {facts['fingerprint']}"


def _when(signed: Mapping[str, Any]) -> str:
    paper = signed["paper"]
    return f"{paper['on']} on paper, SHA-256 {paper['sha256']}" if paper else str(signed["at"])


def _awarded(signed: Contract) -> str:
    at: datetime | None = signed.call.awarded_at
    return "" if at is None else at.isoformat()


def _partner(signed: Contract) -> dict[str, object]:
    partner = signed.partner
    names = ("name", "acronym", "city", "address", "registration", "country")
    own = signed.own_terms.get("identity", {})
    return {name: own.get(name) or getattr(partner, name) for name in names}


def _lists(parts: Whole) -> dict[str, object]:
    papers = contract_paper.behind(parts.contract)
    return {
        "parts": _clauses(parts),
        "first_general": first_general(parts),
        "categories": categories(parts.contract),
        "periods": _periods(parts),
        "signatures": {
            each.side: {
                "name": each.name,
                "at": each.signed_at.isoformat(),
                "fingerprint": each.fingerprint,
                "paper": _paper(papers.get(each.id)),
            }
            for each in parts.signatures
        },
    }


def _paper(paper: PaperAct | None) -> dict[str, str]:
    """Return the day of a signature on paper and the hashes of its print and its scan."""
    if paper is None:
        return {}
    hashes = {"sha256": paper.sha256, "printed": paper.printed_sha256}
    return {"on": paper.signed_on.isoformat(), **hashes}


def _clauses(parts: Whole) -> list[dict[str, Any]]:
    return [
        {
            "part": part["part"],
            "clauses": [
                {
                    "number": row["number"],
                    "title": row["clause"].title,
                    "paragraphs": _paragraphs(row["clause"].text),
                }
                for row in part["rows"]
            ],
        }
        for part in numbered(parts)
    ]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _periods(parts: Whole) -> list[dict[str, object]]:
    signed = parts.contract
    days = signed.report_days, final_days(signed, parts.every)
    plan = periods(signed.starts_on, signed.ends_on, signed.report_every_months, *days)
    return [
        {
            "number": period.number,
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "due_on": period.due_on.isoformat(),
        }
        for period in plan
    ]
