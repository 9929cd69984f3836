"""What differs between two contents of a contract, part by part, for pages and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.amendments import ANNEXED
from portal.domain.changes import Mark, word_pieces
from portal.domain.proposal_parts import PartKey
from portal.domain.table_changes import (
    AnswerChange,
    RowChange,
    answer_changes,
    table_changes,
)
from portal.services import contract_promises
from portal.services.contract_text import TERMS, payments, same_payments
from portal.services.contract_versions import ClauseChange, clause_changes

Content = Mapping[str, Any]
DATES = ("ends_on", "report_days")
IDENTITY = ("name", "address", "registration", "account")


@dataclass(frozen=True)
class Row:
    """One line of a table: its name, and its figure before and after; None where it was not."""

    name: str
    before: Any
    after: Any
    change: Any = None


@dataclass(frozen=True)
class Table:
    """The rows that differ of a table that the contract took over from the proposal."""

    key: str
    columns: Sequence[Mapping[str, str]]
    changes: Sequence[RowChange]


@dataclass(frozen=True)
class Answers:
    """The questions of a part from the proposal that are answered otherwise."""

    key: str
    changes: Sequence[AnswerChange]


@dataclass(frozen=True)
class Difference:
    """What differs between two contents; a part that does not is empty."""

    figures: Sequence[Row]
    amount: Row | None
    budget: Sequence[Row]
    instalments: tuple[Sequence[Any], Sequence[Any]] | None
    targets: Sequence[Row]
    terms: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    standards: Sequence[ClauseChange]
    frequencies: Sequence[Row]
    identity: Sequence[Row]
    clauses: Sequence[ClauseChange]
    tables: Sequence[Table]
    answers: Sequence[Answers]


def between(before: Content, after: Content) -> Difference:
    """Return what differs between two contents of the same contract."""
    return Difference(
        _figures(before, after),
        _amount(before, after),
        _budget(before, after),
        _instalments(before, after),
        _targets(before, after),
        _terms(before["terms"], after["terms"]),
        clause_changes(_standards(before), _standards(after)),
        _frequencies(before, after),
        _identity(before.get("identity", {}), after.get("identity", {})),
        clause_changes(before["clauses"], after["clauses"]),
        _tables(before.get("promised", {}), after.get("promised", {})),
        _answers(before.get("promised", {}), after.get("promised", {})),
    )


def _figures(before: Content, after: Content) -> list[Row]:
    return [
        Row(name, _read(name, before), _read(name, after))
        for name in DATES
        if before[name] != after[name]
    ]


def _read(name: str, content: Content) -> Any:  # noqa: ANN401 - a day or a number
    return date.fromisoformat(content[name]) if name == "ends_on" else content[name]


def _amount(before: Content, after: Content) -> Row | None:
    if before["amount"] == after["amount"]:
        return None
    return Row("amount", Decimal(before["amount"]), Decimal(after["amount"]))


def _budget(before: Content, after: Content) -> list[Row]:
    if before["budget"] == after["budget"]:
        return []
    old, new = (
        {each["category"]: Decimal(each["amount"]) for each in content["budget"]}
        for content in (before, after)
    )
    codes = dict.fromkeys([*old, *new])
    return [_line(code, old.get(code), new.get(code)) for code in codes]


def _line(code: str, before: Decimal | None, after: Decimal | None) -> Row:
    nothing = Decimal(0)
    return Row(code, before, after, (after or nothing) - (before or nothing))


def _instalments(before: Content, after: Content) -> tuple[Sequence[Any], Sequence[Any]] | None:
    if same_payments(before, after):
        return None
    return payments(before), payments(after)


def _targets(before: Content, after: Content) -> list[Row]:
    pairs = zip(before["targets"], after["targets"], strict=True)
    return [
        Row(old["name"], old["target"], new["target"])
        for old, new in pairs
        if old["target"] != new["target"]
    ]


def _terms(before: Content, after: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name, _pieces(before[name], after[name]))
        for name in TERMS
        if before[name] != after[name]
    ]


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.mark.value, each.text) for each in word_pieces(before, after)]


def _standards(content: Content) -> list[dict[str, str]]:
    return [
        {
            "code": each["code"],
            "title": "",
            "text": f"{each['text']}\n\n{each['verification']}".strip(),
        }
        for each in content["terms"]["standards"]
    ]


def _frequencies(before: Content, after: Content) -> list[Row]:
    """Return how often standards are checked, where that changes or a standard is new."""
    old, new = (
        {each["code"]: each.get("frequency", "") for each in content["terms"]["standards"]}
        for content in (before, after)
    )
    return [
        Row(code, old.get(code, ""), often)
        for code, often in new.items()
        if often != old.get(code, "")
    ]


def _identity(before: Content, after: Content) -> list[Row]:
    return [
        Row(name, before.get(name, ""), after.get(name, ""))
        for name in IDENTITY
        if before.get(name, "") != after.get(name, "")
    ]


def _tables(before: Content, after: Content) -> list[Table]:
    found = (_table(dict(before), dict(after), key) for key in ANNEXED.values())
    return [each for each in found if each and each.changes]


def _table(before: dict[str, Any], after: dict[str, Any], key: PartKey) -> Table | None:
    old, new = (contract_promises.table(each, key) for each in (before, after))
    if old is None or new is None:
        return None
    first = new["columns"][0]["name"]
    was, will = (contract_promises.read(each)["rows"] for each in (old, new))
    return Table(key.value, new["columns"], table_changes(was, will, first))


def _answers(before: Content, after: Content) -> list[Answers]:
    found = (_answered(dict(before), dict(after), key) for key in ANNEXED.values())
    return [each for each in found if each.changes]


def _answered(before: dict[str, Any], after: dict[str, Any], key: PartKey) -> Answers:
    old, new = (contract_promises.part(each, key) or {} for each in (before, after))
    return Answers(
        key.value, answer_changes(old.get("questions", ()), new.get("questions", ()))
    )


def touched(before: Content, after: Content) -> dict[str, set[str]]:
    """Name what differs: clauses by code, terms by name, the rest by its part."""
    found = between(before, after)
    parts = {
        "dates": found.figures,
        "amount": found.amount,
        "budget": found.budget,
        "instalments": found.instalments,
        "targets": found.targets,
        "identity": found.identity,
    }
    return {
        "parts": {name for name, value in parts.items() if value}
        | {each.key for each in found.tables}
        | {each.key for each in found.answers},
        "terms": {name for name, _ in found.terms},
        "clauses": {each.code for each in found.clauses},
        "standards": {each.code for each in found.standards if each.mark != Mark.REMOVED}
        | {each.name for each in found.frequencies},
    }
