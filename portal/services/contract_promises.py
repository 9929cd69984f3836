"""What a partner promised in its proposal, taken into the annexes of its contract.

It is kept with the contract when that is assembled and never read from the proposal again, so
that both sides sign the very words. Contracts from before that hold none.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from portal.domain.proposal_parts import Kind, PartKey, day_of
from portal.domain.proposals import INDIRECT, line_total
from portal.models import Contract, Proposal
from portal.services import proposal_drafts, proposal_parts
from portal.services.proposal_parts import Part

ANNEXES: Mapping[str, tuple[PartKey, ...]] = {
    "work": (PartKey.WORK_PLAN, PartKey.INDICATORS, PartKey.STAFFING),
    "handover": (PartKey.HANDOVER,),
    "undertakings": (PartKey.SAFEGUARDING, PartKey.DATA_PROTECTION),
}
"""Which parts of a proposal bind its partner, by annex; risks go into a register instead."""
ALWAYS = ("terms", "standards", "budget", "targets", "data_map")
"""The annexes before them, which every contract has from its call and its own figures."""
Plain = dict[str, Any]


def taken(proposal: Proposal, language: str) -> Plain:
    """Return as plain data what a contract takes over: parts, budget lines, declarations."""
    kept = proposal_parts.kept_of(proposal)
    parts = proposal_parts.parts_of(proposal.call, kept, language)
    texts = proposal_drafts.declaration_texts(language)
    return {
        "parts": [_part(each) for each in parts if each.begun],
        "lines": list(_lines(proposal)),
        "declarations": [
            texts[code] for code in proposal_drafts.ticked(proposal) if code in texts
        ],
    }


def _part(part: Part) -> Plain:
    return {
        "key": part.key.value,
        "columns": [{"name": each.name, "kind": each.kind.value} for each in part.spec.rows],
        "rows": [_row(each) for each in part.rows],
        "questions": list(_questions(part)),
    }


def _row(row: Mapping[str, Any]) -> Plain:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if name != "key"
    }


def _questions(part: Part) -> Iterator[Plain]:
    """Give the questions that were answered; targets stand among those of the contract."""
    for each in part.spec.values:
        given = part.values.get(each.name)
        if each.label and given and part.key is not PartKey.INDICATORS:
            note = part.values.get(f"{each.name}_note") or ""
            yield {"text": each.label, "kind": each.kind.value, "given": given, "note": note}


def _lines(proposal: Proposal) -> Iterator[Plain]:
    """Give the lines; indirect costs are a share of them all and no line of their own."""
    direct = (each for each in proposal_drafts.lines(proposal) if each.category != INDIRECT)
    for each in direct:
        yield {
            "category": each.category,
            "description": each.description,
            "unit": each.unit,
            "quantity": _written(each.quantity),
            "unit_cost": _written(each.unit_cost),
            "months": each.months,
            "total": _written(line_total(each)),
        }


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}"


def of(contract: Contract) -> Plain:
    """Return what a contract took over; nothing where it was assembled before that was so."""
    found: Plain = contract.own_terms.get("promised", {})
    return found


def annexes(promised: Plain) -> list[Plain]:
    """Return the annexes that what was promised fills: each its letter, name and parts."""
    kept = {
        each["key"]: each
        for each in promised.get("parts", ())
        if each["rows"] or each["questions"]
    }
    filled = [
        {"name": name, "parts": [kept[key] for key in keys if key in kept]}
        for name, keys in ANNEXES.items()
    ]
    declared = promised.get("declarations", [])
    found = [
        each | {"declarations": declared if each["name"] == "undertakings" else []}
        for each in filled
        if each["parts"] or (each["name"] == "undertakings" and declared)
    ]
    letters = ascii_uppercase[len(ALWAYS) :]
    return [each | {"letter": letter} for each, letter in zip(found, letters, strict=False)]


def shown(content: Plain) -> list[Plain]:
    """Return the annexes of a content of a contract for a page, their days as such."""
    return [
        each | {"parts": [read(part) for part in each["parts"]]}
        for each in annexes(content.get("promised", {}))
    ]


def read(part: Plain) -> Plain:
    """Return a part with its days as such."""
    days = {each["name"] for each in part["columns"] if each["kind"] == Kind.DAY}
    rows = [
        {name: day_of(value) if name in days else value for name, value in row.items()}
        for row in part["rows"]
    ]
    return part | {"rows": rows}


def part(promised: Plain, key: PartKey) -> Plain | None:
    """Return a part that a contract took over, or None: a table, or questions with answers."""
    kept = (each for each in promised.get("parts", ()) if each["key"] == key)
    return next((each for each in kept if each["columns"] or each["questions"]), None)


def table(promised: Plain, key: PartKey) -> Plain | None:
    """Return a table that a contract took over, or None where it holds no such table."""
    kept = part(promised, key)
    return kept if kept and kept["columns"] else None


def with_parts(promised: Plain, given: Mapping[str, list[Plain]]) -> Plain:
    """Return what was taken over with other rows in some tables, or answers to questions."""
    parts = [
        {**each, _body(each): given.get(each["key"], each[_body(each)])}
        for each in promised.get("parts", ())
    ]
    return {**promised, "parts": parts}


def _body(part: Plain) -> str:
    return "rows" if part["columns"] else "questions"


def lines_of(promised: Plain, budget: list[Plain]) -> list[Plain]:
    """Return the budget lines of the categories whose agreed amount is still their sum."""
    agreed = {each["category"]: Decimal(each["amount"]) for each in budget}
    sums: dict[str, Decimal] = {}
    for each in promised.get("lines", ()):
        before = sums.get(each["category"], Decimal(0))
        sums[each["category"]] = before + Decimal(each["total"])
    return [
        {**each, "amount": Decimal(each["total"])}
        for each in promised.get("lines", ())
        if sums[each["category"]] == agreed.get(each["category"])
    ]
