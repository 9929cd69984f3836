"""The annexes of a contract by the letters of its paper, as its own clauses name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from portal.models import Contract
from portal.services import contract_promises, library
from portal.services.contract_promises import ALWAYS, ANNEXES


@dataclass(frozen=True)
class Annex:
    """An annex by its letter; ``name`` is its code in the library of contracts."""

    letter: str
    name: str


def of(contract: Contract) -> list[Annex]:
    """Return the annexes that a contract has, with what it took over from the proposal."""
    found = contract_promises.annexes(contract_promises.of(contract))
    return [*_lettered(ALWAYS), *(Annex(each["letter"], each["name"]) for each in found)]


def every() -> list[Annex]:
    """Return all the annexes that a contract may have."""
    return _lettered([*ALWAYS, *ANNEXES])


def _lettered(names: Iterable[str]) -> list[Annex]:
    return [Annex(*each) for each in zip(ascii_uppercase, names, strict=False)]


def named(annex: Annex, language: str) -> str:
    """Return how a clause names an annex: the terms of reference (Annex A)."""
    entry = library.by_code("contract", "annex")[annex.name]
    return library.text_of(entry, "", language).format(letter=annex.letter)
