"""The text of a contract as it stood on a day, and which amendment changed what in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.contracts import PARTS
from portal.domain.errors import RuleBroken
from portal.models import Contract, ContractAmendment
from portal.services import amendment_finding, contract_promises
from portal.services.amendment_difference import touched
from portal.services.contract_finding import by_slug, today
from portal.services.contract_text import content, payments, whole

Marks = Mapping[str, Mapping[str, Sequence[int]]]
"""By kind of part and its name, the numbers of the amendments that changed it."""


@dataclass(frozen=True)
class Consolidated:
    """A contract as it stood: its whole content, and what each amendment changed in it."""

    contract: Contract
    content: Mapping[str, Any]
    amendments: Sequence[ContractAmendment]
    marks: Marks

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The clauses by part, numbered, each with the amendments that changed it."""
        marked = self.marks.get("clauses", {})
        rows = [
            {"number": number, **clause, "amendments": list(marked.get(clause["code"], ()))}
            for number, clause in enumerate(self.content["clauses"], 1)
        ]
        return [
            {"part": part, "clauses": [row for row in rows if row["part"] == part]}
            for part in PARTS
        ]

    def by(self, kind: str, name: str) -> Sequence[int]:
        """Name the amendments that changed one part: ``by("parts", "budget")``."""
        return self.marks.get(kind, {}).get(name, ())

    @property
    def amount(self) -> Decimal:
        """What the contract was worth."""
        return Decimal(self.content["amount"])

    def day(self, name: str) -> date:
        """Return one of the dates: ``day("ends_on")``."""
        return date.fromisoformat(self.content[name])

    @property
    def budget(self) -> list[dict[str, Any]]:
        """The rows of the budget with their amounts as such."""
        return [{**row, "amount": Decimal(row["amount"])} for row in self.content["budget"]]

    @property
    def annexes(self) -> list[dict[str, Any]]:
        """What was taken over from the proposal, by annex, with who amended each part."""
        return [
            {**annex, "parts": [self._amended(part) for part in annex["parts"]]}
            for annex in contract_promises.shown(dict(self.content))
        ]

    def _amended(self, part: Mapping[str, Any]) -> dict[str, Any]:
        return {**part, "amendments": list(self.by("parts", part["key"]))}

    @property
    def instalments(self) -> list[dict[str, Any]]:
        """The instalments with their amounts and days as such."""
        return payments(self.content)


def on(contract: Contract, day: date) -> Consolidated:
    """Return a contract as it stood at the end of a day; refused before it was in force."""
    if contract.in_force_at is None or day < today(contract, contract.in_force_at):
        raise RuleBroken("consolidated_before", "on", day=contract.in_force_at)
    every = amendment_finding.in_force(contract)
    then = [each for each in every if today(contract, each.in_force_at) <= day]
    return _consolidated(contract, every, then)


def up_to(amendment: ContractAmendment) -> Consolidated:
    """Return a contract as it stood once an amendment was in force."""
    contract = by_slug(amendment.contract.slug)
    every = amendment_finding.in_force(contract)
    place = [each.id for each in every].index(amendment.id)
    return _consolidated(contract, every, every[: place + 1])


def as_signed(contract: Contract) -> Consolidated:
    """Return a contract as it stood before its first amendment."""
    return _consolidated(contract, amendment_finding.in_force(contract), [])


def _consolidated(
    contract: Contract, every: Sequence[ContractAmendment], then: Sequence[ContractAmendment]
) -> Consolidated:
    return Consolidated(contract, _content(contract, every, then), then, _marks(then))


def _content(
    contract: Contract, every: Sequence[ContractAmendment], then: Sequence[ContractAmendment]
) -> Mapping[str, Any]:
    if then:
        after: Mapping[str, Any] = then[-1].after
        return after
    if every:
        before: Mapping[str, Any] = every[0].before
        return before
    return content(whole(contract))


def _marks(then: Sequence[ContractAmendment]) -> Marks:
    found: dict[str, dict[str, list[int]]] = {}
    for each in then:
        for kind, names in touched(each.before, each.after).items():
            for name in names:
                found.setdefault(kind, {}).setdefault(name, []).append(each.number)
    return found
