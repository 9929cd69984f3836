"""What a partner reads of a contract that is back with the office: the last offer as made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.domain.contracts import PARTS
from portal.domain.errors import NotFound
from portal.domain.policy import Actor
from portal.models import Contract, ContractComment, ContractVersion
from portal.services import (
    contract_comments,
    contract_promises,
    contract_text,
    contract_versions,
)


@dataclass(frozen=True)
class Offer:
    """An offer as it was made: clauses by part, figures, and what was proposed to it."""

    version: ContractVersion
    content: Mapping[str, Any]
    parts: Sequence[Mapping[str, Any]]
    budget: Sequence[tuple[str, Decimal]]
    comments: Mapping[str, Sequence[ContractComment]]
    annexes: Sequence[Mapping[str, Any]]


def last(contract: Contract, actor: Actor) -> Offer:
    """Return the last offer of a contract for a reader; ``NotFound`` when none was made."""
    versions = contract_versions.of(contract)
    if not versions:
        raise NotFound
    content = versions[-1].content
    names = contract_text.categories(contract)
    budget = [
        (names.get(each["category"], each["category"]), Decimal(each["amount"]))
        for each in content.get("budget", ())
    ]
    remarks = contract_comments.of(contract, actor)
    annexes = contract_promises.shown(content)
    return Offer(versions[-1], content, _parts(content), budget, remarks, annexes)


def _parts(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = [
        {"number": number, "clause": each}
        for number, each in enumerate(content.get("clauses", ()), 1)
    ]
    grouped = [
        {"part": part, "rows": [row for row in rows if row["clause"]["part"] == part]}
        for part in PARTS
    ]
    return [each for each in grouped if each["rows"]]
