"""What was offered to the partner, version by version, and every word that changed between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from portal.domain.changes import Mark, word_pieces
from portal.domain.errors import NotFound
from portal.models import Contract, ContractVersion
from portal.services.contract_text import Whole, categories, content, same_payments

FIGURES = ("amount", "starts_on", "ends_on", "report_every_months", "report_days")


@dataclass(frozen=True)
class ClauseChange:
    """One clause that differs between two versions, down to its words.

    ``number`` is its place in the later version, or in the earlier one when it is gone.
    """

    code: str
    title: str
    mark: str
    pieces: Sequence[tuple[str, str]]
    number: int


@dataclass(frozen=True)
class Redline:
    """What differs between two versions: clauses, and figures as name, before and after.

    ``budget`` holds the amounts of categories by name, ``shares`` those of instalments by
    number.
    """

    before: int
    after: int
    clauses: Sequence[ClauseChange]
    figures: Sequence[tuple[str, str, str]]
    instalments: bool
    budget: Sequence[tuple[str, str, str]] = ()
    shares: Sequence[tuple[int, str, str]] = ()


def keep(whole: Whole, fingerprint: str, at: datetime) -> ContractVersion:
    """Keep a contract as it is offered, inside the step that offers it."""
    last = of(whole.contract)
    return ContractVersion.create(
        contract=whole.contract,
        number=len(last) + 1,
        content=content(whole),
        fingerprint=fingerprint,
        offered_at=at,
    )


def of(contract: Contract) -> list[ContractVersion]:
    """Return the versions that were offered, the first one first."""
    return list(contract.versions.order_by(ContractVersion.number))


def redline(contract: Contract, number: int) -> Redline:
    """Return what changed in a version against the one before; ``NotFound`` for the first."""
    versions = {each.number: each for each in of(contract)}
    if number not in versions or number - 1 not in versions:
        raise NotFound
    before, after = versions[number - 1].content, versions[number].content
    return Redline(
        number - 1,
        number,
        clause_changes(before["clauses"], after["clauses"]),
        [
            (name, str(before[name]), str(after[name]))
            for name in FIGURES
            if before[name] != after[name]
        ],
        not same_payments(before, after),
        _budget(contract, before, after),
        _shares(before["instalments"], after["instalments"]),
    )


def _budget(
    contract: Contract, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    names = categories(contract)
    old, new = (
        {each["category"]: each["amount"] for each in content.get("budget", ())}
        for content in (before, after)
    )
    codes = [*new, *(code for code in old if code not in new)]
    return [
        (names.get(code, code), old.get(code, "0"), new.get(code, "0"))
        for code in codes
        if old.get(code, "0") != new.get(code, "0")
    ]


def _shares(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[tuple[int, str, str]]:
    pairs = zip_longest(before, after, fillvalue={"amount": "0"})
    return [
        (number, old["amount"], new["amount"])
        for number, (old, new) in enumerate(pairs, 1)
        if old["amount"] != new["amount"]
    ]


def clause_changes(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[ClauseChange]:
    """Return the clauses that differ, in the order of the later contract; those gone last."""
    old, new = ({each["code"]: each["text"] for each in part} for part in (before, after))
    gone = [(number, each) for number, each in enumerate(before, 1) if each["code"] not in new]
    return [
        _change(number, each, old.get(each["code"]), new.get(each["code"]))
        for number, each in [*enumerate(after, 1), *gone]
        if old.get(each["code"]) != new.get(each["code"])
    ]


def _change(
    number: int, clause: Mapping[str, Any], before: str | None, after: str | None
) -> ClauseChange:
    mark = Mark.REMOVED if after is None else Mark.CHANGED if before else Mark.ADDED
    words = word_pieces(before or "", after or "")
    pieces = [(each.mark.value, each.text) for each in words]
    return ClauseChange(clause["code"], clause["title"], mark.value, pieces, number)
