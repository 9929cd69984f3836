"""Rules of the clause library: what a clause asks for, where it applies, what it refers to."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from portal.domain.errors import RuleBroken

LONGEST_VALUE = 500
_BRACES = re.compile(r"(?<!\{)\{([a-z][a-z_]{0,39}|[A-Z]\d{2,3})\}(?!\})")
_CODE = re.compile(r"[A-Z]\d{2,3}")
_NAME = re.compile(r"[a-z][a-z_]{0,39}")


class Trait(StrEnum):
    """What a contract may involve, so that some clauses apply to it and others do not."""

    PERSONAL_DATA = "personal_data"
    SPECIAL_CATEGORIES = "special_categories"
    CHILDREN = "children"
    TRANSFERS = "transfers"
    CASH = "cash"
    CONSTRUCTION = "construction"
    FOREIGN_CURRENCY = "foreign_currency"
    NATIONAL_PARTNER = "national_partner"
    INTERNATIONAL_PARTNER = "international_partner"


class ParameterKind(StrEnum):
    """What may stand for a parameter of a clause."""

    DATE = "date"
    MONEY = "money"
    DAYS = "days"
    HOURS = "hours"
    NUMBER = "number"
    LIST = "list"
    TEXT = "text"


class Answerer(StrEnum):
    """Who answers for what a clause on data protection says."""

    PARTNER_FOCAL = "partner_focal"
    PARTNER_HEAD = "partner_head"
    IOM_OFFICER = "iom_officer"
    BOTH = "both"


@dataclass(frozen=True)
class Parameter:
    """A place in the text of a clause; without a value, each contract has to set its own."""

    name: str
    kind: ParameterKind
    value: str = ""


@dataclass(frozen=True)
class Wording:
    """What is checked of a version of a clause: its texts by language, and its parameters."""

    code: str
    texts: Mapping[str, str]
    parameters: Sequence[Parameter] = ()
    replaces: str = ""


@dataclass(frozen=True)
class Standing:
    """A clause as it stands in a contract beside what the library says.

    ``standard`` is the text of the library with this contract's figures; ``values`` are those
    of its parameters, by name.
    """

    code: str
    text: str
    standard: str
    mandatory: bool
    left_out: bool
    template: str
    values: Mapping[str, str]


def names_in(text: str) -> set[str]:
    """Return the names that a text holds places for: facts of a contract and parameters."""
    return {found for found in _BRACES.findall(text) if _NAME.fullmatch(found)}


def references_in(text: str) -> set[str]:
    """Return the codes of the clauses that a text refers to, such as ``{C08}``."""
    return {found for found in _BRACES.findall(text) if _CODE.fullmatch(found)}


def fill(text: str, figures: Mapping[str, str]) -> str:
    """Put figures into their places, once: what a figure itself holds is never filled.

    A place without a figure stays as it is written.
    """
    return _BRACES.sub(lambda found: figures.get(found[1]) or found[0], text).strip()


def applies(wanted: Collection[str], traits: Collection[str]) -> bool:
    """Say whether a clause is for a contract: always, or where one of its traits is there."""
    return not wanted or bool(set(wanted) & set(traits))


def circle_in(references: Mapping[str, Collection[str]]) -> list[str]:
    """Return the codes of one circle of references, first and last the same; empty if none."""
    done: set[str] = set()
    for start in sorted(references):
        found = _walk(start, references, [], done)
        if found:
            return found
    return []


def _walk(
    code: str, references: Mapping[str, Collection[str]], path: list[str], done: set[str]
) -> list[str]:
    if code in path:
        return [*path[path.index(code) :], code]
    if code in done:
        return []
    for following in sorted(references.get(code, ())):
        found = _walk(following, references, [*path, code], done)
        if found:
            return found
    done.add(code)
    return []


def _whole(value: str) -> bool:
    return value.isdecimal() and 0 < int(value) < 10**6


def _amount(value: str) -> bool:
    try:
        return Decimal(value) >= 0
    except InvalidOperation:
        return False


def _day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


_FITS: Mapping[ParameterKind, Callable[[str], bool]] = {
    ParameterKind.DATE: _day,
    ParameterKind.MONEY: _amount,
    ParameterKind.DAYS: _whole,
    ParameterKind.HOURS: _whole,
    ParameterKind.NUMBER: _whole,
    ParameterKind.LIST: lambda value: bool(listed(value)),
    ParameterKind.TEXT: lambda value: bool(value.strip()),
}


def fits(kind: ParameterKind, value: str) -> bool:
    """Say whether a value may stand for a parameter: an ISO day, a whole number, a text."""
    return len(value) <= LONGEST_VALUE and _FITS[kind](value)


def listed(value: str) -> list[str]:
    """Return the entries of a list that is kept one on a line."""
    return [line.strip() for line in value.splitlines() if line.strip()]


def version_rules(
    wording: Wording, facts: Collection[str], others: Mapping[str, Collection[str]]
) -> list[RuleBroken]:
    """Return what is wrong with a version: its places, parameters and references.

    ``facts`` are the names that every contract fills in; ``others`` are the references of the
    other clauses of the library, by their codes.
    """
    parameters = _parameter_rules(wording.parameters, facts)
    return [*parameters, *_place_rules(wording, facts), *_reference_rules(wording, others)]


def _parameter_rules(
    parameters: Sequence[Parameter], facts: Collection[str]
) -> list[RuleBroken]:
    names = [each.name for each in parameters]
    broken = [
        RuleBroken("clause_parameter_name", "parameters", name=each.name)
        for each in parameters
        if not _NAME.fullmatch(each.name) or each.name in facts or names.count(each.name) > 1
    ]
    return broken + [
        RuleBroken("clause_parameter_value", "parameters", name=each.name)
        for each in parameters
        if each.value and not fits(each.kind, each.value)
    ]


def _place_rules(wording: Wording, facts: Collection[str]) -> list[RuleBroken]:
    declared = {each.name for each in wording.parameters}
    broken: list[RuleBroken] = []
    for language, text in wording.texts.items():
        field, found = f"text_{language}", names_in(text)
        unknown = sorted(found - declared - set(facts))
        unused = sorted(declared - found)
        broken += [RuleBroken("clause_place_unknown", field, name=name) for name in unknown]
        broken += [RuleBroken("clause_parameter_unused", field, name=name) for name in unused]
    if len({frozenset(references_in(text)) for text in wording.texts.values()}) > 1:
        broken.append(RuleBroken("clause_references_differ", "text_fr"))
    return broken


def _reference_rules(
    wording: Wording, others: Mapping[str, Collection[str]]
) -> list[RuleBroken]:
    first = next(iter(wording.texts))
    mine = set[str]().union(*(references_in(text) for text in wording.texts.values()))
    known = {*others, wording.code}
    named = {*mine, wording.replaces} - {""}
    broken = [
        RuleBroken("clause_reference_unknown", f"text_{first}", code=code)
        for code in sorted(named - known)
    ]
    circle = circle_in({**others, wording.code: mine})
    if circle:
        path = " \N{RIGHTWARDS ARROW} ".join(circle)
        broken.append(RuleBroken("clause_circle", f"text_{first}", path=path))
    return broken


def standing_rules(
    clauses: Sequence[Standing], approved: Collection[tuple[str, str]]
) -> list[RuleBroken]:
    """Return what keeps the clauses of a contract from being agreed.

    A mandatory clause stands in the words of the library, or the deviation is ``approved``: a
    pair of its code and exactly the text that stands instead, empty for a clause left out.
    """
    kept = {each.code for each in clauses if not each.left_out}
    return [rule for each in clauses for rule in _standing_rule(each, kept, approved)]


def _standing_rule(
    each: Standing, kept: Collection[str], approved: Collection[tuple[str, str]]
) -> Iterable[RuleBroken]:
    if not each.left_out:
        lost = sorted(references_in(each.template) - set(kept))
        unset = sorted(name for name, value in each.values.items() if not value)
        yield from (RuleBroken("clause_reference_lost", code=each.code, to=to) for to in lost)
        yield from (RuleBroken("clause_unset", code=each.code, name=name) for name in unset)
    written = bool(each.text.strip())
    deviates = each.left_out or (written and each.text != each.standard)
    if each.mandatory and deviates and (each.code, text_in_force(each)) not in approved:
        rule = "clause_left_out" if each.left_out else "clause_altered"
        yield RuleBroken(rule, code=each.code)


def text_in_force(each: Standing) -> str:
    """Return the words that stand in the contract: none for a clause that is left out."""
    return "" if each.left_out else each.text
