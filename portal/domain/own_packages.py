"""What a partner sealed itself, judged strictly: until it opens nobody has looked at it.

Only what is listed here is taken, and nothing of it is trusted: no key, no name, no person and
no moment. Whatever else a package says makes it be refused as a whole, with a reason that the
opening record can tell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

from portal.domain.errors import RuleBroken
from portal.domain.proposal_parts import Spec, clean
from portal.domain.proposals import INDIRECT, Contribution

FORMAT = "ipp-package-1"
LONGEST_MANIFEST = 4 * 1024 * 1024
LONGEST_TEXT = 20_000
MOST_LINES = 81
MOST_MONTHS = 120
TABLES = ("answer", "budgetline", "budgettotal", "proposalpart", "attachment")
LATER = frozenset(("budgettotal",))
"""Tables that packages given out before they came do not hold."""
LINE = frozenset(
    ("category", "description", "unit", "quantity", "unit_cost", "months", "share", "own")
)
FILE = frozenset(("sha256", "title", "filename", "required", "proves"))
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,3})?", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_PERCENT = Decimal(100)
Row = Mapping[str, Any]
Key = TypeVar("Key")


@dataclass(frozen=True)
class Asked:
    """What a call asks for, by the keys that a package may use.

    ``tables`` are those that the envelope is to hold; ``most_bytes`` bounds each file.
    """

    tables: frozenset[str]
    questions: frozenset[str] = frozenset()
    specs: Mapping[str, Spec] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    declarations: frozenset[str] = frozenset()
    eligibility: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    proofs: frozenset[str] = frozenset()
    most_files: int = 0
    most_bytes: int = 0


@dataclass(frozen=True)
class Package:
    """What is taken of a package, by the keys of its call."""

    declarations: Sequence[str]
    eligibility: Mapping[str, object]
    answers: Mapping[str, str]
    lines: Sequence[Row]
    parts: Mapping[str, Row]
    files: Sequence[Row]
    totals: Sequence[Row] = ()


def judge(manifest: Mapping[str, object], asked: Asked) -> Package:
    """Return what is taken of a manifest, or raise the ``refused_`` rule that it breaks."""
    told = _fields(manifest, {"format", "proposal", "rows", "files"})
    if told["format"] != FORMAT:
        _refuse("form")
    own = _fields(told["proposal"], {"declarations", "eligibility"})
    rows = _tables(told["rows"], asked)
    return Package(
        _declarations(own["declarations"], asked),
        _eligibility(own["eligibility"], asked),
        _answers(rows.get("answer", []), asked),
        _lines(rows.get("budgetline", []), asked),
        _parts(rows.get("proposalpart", []), asked),
        _files(rows.get("attachment", []), _list(told["files"]), asked),
        _totals(rows.get("budgettotal", [])),
    )


def _tables(given: object, asked: Asked) -> dict[str, list[Any]]:
    there = asked.tables - (LATER - set(given if isinstance(given, dict) else ()))
    return {name: _list(each) for name, each in _fields(given, there).items()}


REFUSED = "refused_"
REASONS = {
    why: f"{REFUSED}{why}" for why in ("form", "other", "twice", "size", "incomplete", "limit")
}
"""The rules by which a package is refused; the opening record tells them."""


def _refuse(why: str) -> NoReturn:
    raise RuleBroken(REASONS[why])


def _fields(given: object, names: Iterable[str]) -> dict[str, Any]:
    if not isinstance(given, dict) or set(given) != set(names):
        _refuse("form")
    return given


def _list(given: object) -> list[Any]:
    if not isinstance(given, list):
        _refuse("form")
    return given


def _text(given: object, most: int) -> str:
    if not isinstance(given, str) or _HIDDEN.search(given):
        _refuse("form")
    if len(given) > most:
        _refuse("size")
    return given


def _known(given: object, known: Iterable[str]) -> str:
    name = _text(given, 200)
    if name not in known:
        _refuse("other")
    return name


def _once(pairs: Iterable[tuple[str, Key]]) -> dict[str, Key]:
    made: dict[str, Key] = {}
    for name, value in pairs:
        if name in made:
            _refuse("twice")
        made[name] = value
    return made


def _declarations(given: object, asked: Asked) -> list[str]:
    return list(_once((_known(each, asked.declarations), None) for each in _list(given)))


def _eligibility(given: object, asked: Asked) -> dict[str, object]:
    if not isinstance(given, dict):
        _refuse("form")
    return {_known(key, asked.eligibility): _reply(each) for key, each in given.items()}


def _reply(given: object) -> object:
    """Return an answer on eligibility; whether it is one is for the rules of the call."""
    return given if type(given) is int else _text(given, 10)


def _answers(rows: Sequence[object], asked: Asked) -> dict[str, str]:
    told = (_fields(each, {"question", "text"}) for each in rows)
    return _once(
        (_known(each["question"], asked.questions), _text(each["text"], LONGEST_TEXT))
        for each in told
    )


def _parts(rows: Sequence[object], asked: Asked) -> dict[str, Row]:
    told = (_fields(each, {"key", "content"}) for each in rows)
    keyed = _once((_known(each["key"], asked.specs), each["content"]) for each in told)
    return {key: _part(asked.specs[key], content) for key, content in keyed.items()}


def _part(spec: Spec, given: object) -> Row:
    content = _fields(given, {"rows", "values"})
    if not isinstance(content["values"], dict) or not isinstance(content["rows"], list):
        _refuse("form")
    try:
        cleaned = clean(spec, content)
    except RuleBroken as broken:
        _refuse("form" if broken.rule == "part_unreadable" else "size")
    for number, row in enumerate(cleaned["rows"], 1):
        row["key"] = row["key"] or str(number)
    for each in [*cleaned["rows"], cleaned["values"]]:
        _require_plain(each)
    _once((row["key"], None) for row in cleaned["rows"])
    return cleaned


def _require_plain(values: Row) -> None:
    for each in values.values():
        if isinstance(each, str):
            _text(each, LONGEST_TEXT)


def _lines(rows: Sequence[object], asked: Asked) -> list[Row]:
    if len(rows) > MOST_LINES:
        _refuse("size")
    made = [_line(_fields(each, LINE), asked) for each in rows]
    if sum(each["category"] == INDIRECT for each in made) > 1:
        _refuse("twice")
    return made


def _line(row: Row, asked: Asked) -> Row:
    months = row["months"]
    if type(months) is not int:
        _refuse("form")
    share = _amount(row["share"])
    if not 1 <= months <= MOST_MONTHS or share > _PERCENT:
        _refuse("size")
    return {
        "category": _known(row["category"], {*asked.categories, INDIRECT}),
        "description": _text(row["description"], 300),
        "unit": _text(row["unit"], 60),
        "quantity": _amount(row["quantity"]),
        "unit_cost": _amount(row["unit_cost"]),
        "months": months,
        "share": share,
        "own": Contribution(_known(row["own"], [each.value for each in Contribution])),
    }


def _totals(rows: Sequence[object]) -> list[Row]:
    if len(rows) > 1:
        _refuse("twice")
    return [{"amount": _amount(_fields(each, {"amount"})["amount"])} for each in rows]


def _amount(given: object) -> Decimal:
    if not isinstance(given, str) or not _AMOUNT.fullmatch(given):
        _refuse("form")
    return Decimal(given)


def _files(rows: Sequence[object], listed: Sequence[object], asked: Asked) -> list[Row]:
    if len(rows) > asked.most_files:
        _refuse("size")
    if len(rows) != len(listed):
        _refuse("form")
    return [
        _file(_fields(row, FILE), _fields(entry, {"sha256", "size"}), asked)
        for row, entry in zip(rows, listed, strict=True)
    ]


def _file(row: Row, entry: Row, asked: Asked) -> Row:
    sha256 = row["sha256"]
    if not isinstance(sha256, str) or not _DIGEST.fullmatch(sha256):
        _refuse("form")
    if entry["sha256"] != sha256 or type(entry["size"]) is not int:
        _refuse("form")
    if not 0 < entry["size"] <= asked.most_bytes:
        _refuse("size")
    return {
        "sha256": sha256,
        "size": entry["size"],
        "title": _text(row["title"], 200),
        "filename": _text(row["filename"], 200),
        "required": _maybe(row["required"], asked.documents),
        "proves": _maybe(row["proves"], asked.proofs),
    }


def _maybe(given: object, known: frozenset[str]) -> str | None:
    return None if given is None else _known(given, known)


def require_complete(broken: Sequence[RuleBroken]) -> None:
    """Refuse what the portal would not have let be submitted: lacking, or over a limit."""
    over = any(each.rule.endswith(LIMITS) for each in broken)
    if broken:
        _refuse("limit" if over else "incomplete")


LIMITS = ("_too_long", "_over_ceiling")
"""How the rules end that a proposal breaks by too much, not by too little."""
