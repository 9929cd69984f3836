"""The annexes of a contract, lettered in their order: on its paper and in its own clauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from portal.models import Contract
from portal.services import contract_promises, library
from portal.services.contract_promises import ANNEXES, Plain

ALWAYS = ("terms", "standards", "budget", "targets", "data_map")
"""The annexes that every contract has, from its call and from its own figures."""


@dataclass(frozen=True)
class Annex:
    """An annex by its letter; ``name`` is its code in the library of contracts."""

    letter: str
    name: str


def of(contract: Contract) -> list[Annex]:
    """Return the annexes that a contract has, with what it took over from the proposal."""
    found = contract_promises.annexes(contract_promises.of(contract))
    return _lettered(each["name"] for each in found)


def every() -> list[Annex]:
    """Return all the annexes that a contract may have."""
    return _lettered(ANNEXES)


def promised(taken: Plain) -> list[Plain]:
    """Return the annexes that what was promised fills, each with its letter."""
    found = contract_promises.annexes(taken)
    letters = _lettered(each["name"] for each in found)[len(ALWAYS) :]
    return [
        {**each, "letter": annex.letter} for each, annex in zip(found, letters, strict=True)
    ]


def _lettered(further: Iterable[str]) -> list[Annex]:
    names = [*ALWAYS, *further]
    return [Annex(*each) for each in zip(ascii_uppercase, names, strict=False)]


def named(annex: Annex, language: str) -> str:
    """Return how a clause names an annex: the terms of reference (Annex A)."""
    entry = library.by_code("contract", "annex")[annex.name]
    return library.text_of(entry, "", language).format(letter=annex.letter)
