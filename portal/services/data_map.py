"""The map of data protection: principle, clause, who answers, and how monitoring checks it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from portal.domain.clauses import Parameter
from portal.models import ClauseVersion, Contract, ContractClause
from portal.services import library
from portal.services.clause_filling import shown
from portal.services.clause_library import at_version, current, parameters_of

SAMPLE_CURRENCY = "USD"
LIBRARY = UUID(int=0)
"""Stands for the library where the map of a contract has the key of the contract."""


@dataclass(frozen=True)
class Field:
    """A figure that a clause sets, such as 24 hours to the notice of a breach."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Row:
    """One clause that answers a principle; ``number`` is its number in a contract, or code."""

    code: str
    number: str
    title: str
    answers: str
    check: str
    fields: Sequence[Field]
    deviates: bool = False


@dataclass(frozen=True)
class Principle:
    """One principle with the clauses that answer it; none is a gap to be seen."""

    number: int
    name: str
    rows: Sequence[Row]


def principle_names(language: str) -> dict[int, str]:
    """Return the names of the principles by number, in a language."""
    found = library.entries("principles", "principle")
    return {int(each["number"]): library.text_of(each, "", language) for each in found}


def of_library(language: str, on: date) -> list[Principle]:
    """Return the map of the clauses that hold on a day, in a language."""
    held = [each for each in current(on) if each.principles]
    rows = [(each.principles, _library_row(each, language)) for each in held]
    return _mapped(rows, language)


def _library_row(version: ClauseVersion, language: str) -> Row:
    return Row(
        version.code,
        version.code,
        version.titles[language],
        version.answers.value if version.answers else "",
        version.checks.get(language, ""),
        _fields(parameters_of(version), {}, language, SAMPLE_CURRENCY),
    )


def _fields(
    parameters: Iterable[Parameter], own: dict[str, str], language: str, currency: str
) -> list[Field]:
    return [
        Field(
            each.name,
            each.kind.value,
            shown(each.kind, own.get(each.name) or each.value, language, currency),
        )
        for each in parameters
    ]


def _mapped(rows: Sequence[tuple[Sequence[int], Row]], language: str) -> list[Principle]:
    return [
        Principle(number, name, [row for wanted, row in rows if number in wanted])
        for number, name in principle_names(language).items()
    ]


def of_contract(
    contract: Contract,
    clauses: Sequence[ContractClause],
    altered: Iterable[str],
    language: str,
) -> list[Principle]:
    """Return the map of a contract with its own values, in the language of who reads it.

    The titles of its clauses stay in its own. ``clauses`` are those that stand in it, in their
    order; ``altered`` names the codes of those in other words than the library's.
    """
    other = set(altered)
    rows = []
    for number, clause in enumerate(clauses, 1):
        version = at_version(clause.code, clause.library_version)
        if version is not None and version.principles:
            row = _contract_row(clause, version, str(number), (language, contract.currency))
            row = replace(row, deviates=clause.code in other)
            rows.append((version.principles, row))
    return _mapped(rows, language)


def _contract_row(
    clause: ContractClause,
    version: ClauseVersion,
    number: str,
    written: tuple[str, str],
) -> Row:
    language, currency = written
    own = dict(clause.given)
    return Row(
        clause.code,
        number,
        clause.title,
        version.answers.value if version.answers else "",
        version.checks.get(language, ""),
        _fields(parameters_of(version), own, language, currency),
    )
