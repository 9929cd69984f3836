"""Grounds of a notice from the clauses of a contract, its period, and what outlives the end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.errors import RuleBroken
from portal.domain.notices import NoticeKind, NoticePeriod, NoticeSide
from portal.models import Contract, ContractClause
from portal.services import library
from portal.services.contract_clauses import filled, parameters_of, rows_of


@dataclass(frozen=True)
class Ground:
    """One ground: what it allows, to whom, and the clause that says so.

    ``days`` of notice are the house's own, or read from the ``parameter`` of the clause.
    """

    code: str
    kind: NoticeKind
    clause: str
    sides: Collection[NoticeSide]
    texts: Mapping[str, str]
    days: int
    parameter: str = ""

    def text(self, language: str) -> str:
        """Return the ground in words."""
        return str(self.texts.get(language) or self.texts["en"])


@dataclass(frozen=True)
class Surviving:
    """A clause that goes on after the end of a contract."""

    number: int
    code: str
    title: str


def every() -> dict[str, Ground]:
    """Return every ground of the house by its code."""
    return {each["code"]: _ground(each) for each in library.entries("grounds", "ground")}


def _ground(entry: Mapping[str, Any]) -> Ground:
    return Ground(
        entry["code"],
        NoticeKind(entry["kind"]),
        entry["clause"],
        [NoticeSide(each) for each in entry["sides"]],
        entry["text"],
        int(entry.get("days", 0)),
        entry.get("parameter", ""),
    )


def offered(contract: Contract, kind: NoticeKind, *sides: NoticeSide) -> list[Ground]:
    """Return the grounds of a kind that a side has: those whose clause is in the contract."""
    there = {row.code for row in _clauses(contract)}
    return [
        each
        for each in every().values()
        if each.kind is kind and each.clause in there and set(each.sides) & set(sides)
    ]


def _clauses(contract: Contract) -> list[ContractClause]:
    return [row for row in rows_of(contract) if not row.left_out]


def period(contract: Contract, ground: Ground) -> NoticePeriod | None:
    """Return the period of notice that the contract has for a ground, in calendar days.

    None where the clause of a termination stands in words of its own: then somebody reads the
    days there. A suspension and its end have no period.
    """
    if ground.kind is not NoticeKind.TERMINATION or NoticeSide.BOTH in ground.sides:
        return NoticePeriod(0)
    row = next(each for each in _clauses(contract) if each.code == ground.clause)
    if row.text != filled(contract)[row.code]:
        return None
    return NoticePeriod(_figure(row, ground.parameter) if ground.parameter else ground.days)


def _figure(row: ContractClause, name: str) -> int:
    usual = next(each.value for each in parameters_of(row) if each.name == name)
    return int(row.given.get(name) or usual)


def chosen(contract: Contract, code: str, kind: NoticeKind, *sides: NoticeSide) -> Ground:
    """Return the ground that was chosen, or refuse one that the contract does not have."""
    found = {each.code: each for each in offered(contract, kind, *sides)}
    if code not in found:
        raise RuleBroken("notice_ground", "ground")
    return found[code]


def surviving(contract: Contract) -> list[Surviving]:
    """Return the clauses that go on after the end, with their numbers in the contract."""
    codes = set(library.read("grounds")["survives"])
    return [
        Surviving(number, row.code, row.title)
        for number, row in enumerate(_clauses(contract), 1)
        if row.code in codes
    ]


def clause_number(contract: Contract, code: str) -> int:
    """Return the number under which a clause stands in a contract, 0 when it does not."""
    codes = [row.code for row in _clauses(contract)]
    return codes.index(code) + 1 if code in codes else 0
