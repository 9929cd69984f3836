"""The parts of a proposal beside answers and budget: what each holds, and what it lacks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken
from portal.domain.proposal_cover import Post, cover_rules

MOST_ROWS = 60
LEVELS = range(1, 6)
"""How likely a risk is, and how much harm it does: from 1, hardly, to 5, very."""
Row = Mapping[str, Any]


class PartKey(StrEnum):
    """The parts, in the order in which they are read; the value is their key everywhere."""

    WORK_PLAN = "work_plan"
    INDICATORS = "indicators"
    STAFFING = "staffing"
    RISKS = "risks"
    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"
    HANDOVER = "handover"


class Kind(StrEnum):
    """What a field of a part holds."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    LEVEL = "level"
    POST = "post"
    SHIFTS = "shifts"
    ANSWER = "answer"


class Reply(StrEnum):
    """An answer to a question of a self-assessment."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class RiskLevel(StrEnum):
    """How grave a risk is, by how likely it is and how much harm it does."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


@dataclass(frozen=True)
class Column:
    """One field; ``most`` is its longest text or its highest number.

    ``label`` and ``hint`` are texts of the call or of the library, for fields that they ask
    for; the words of the other fields are the portal's own.
    """

    name: str
    kind: Kind
    most: int = 200
    needed: bool = True
    label: str = ""
    hint: str = ""


ROWS: Mapping[PartKey, tuple[Column, ...]] = {
    PartKey.WORK_PLAN: (
        Column("activity", Kind.TEXT),
        Column("responsible", Kind.LINE, 120),
        Column("starts_on", Kind.DAY),
        Column("ends_on", Kind.DAY),
        Column("milestone", Kind.TEXT, needed=False),
    ),
    PartKey.INDICATORS: (
        Column("name", Kind.LINE),
        Column("unit", Kind.LINE, 60),
        Column("baseline", Kind.WHOLE, 10**9),
        Column("target", Kind.WHOLE, 10**9),
        Column("verification", Kind.LINE, 300),
    ),
    PartKey.STAFFING: (
        Column("role", Kind.LINE),
        Column("post", Kind.POST, 40, needed=False),
        Column("number", Kind.WHOLE, 1000),
        Column("share", Kind.WHOLE, 100),
        Column("shifts", Kind.SHIFTS),
    ),
    PartKey.RISKS: (
        Column("risk", Kind.TEXT, 600),
        Column("likelihood", Kind.LEVEL, LEVELS[-1]),
        Column("impact", Kind.LEVEL, LEVELS[-1]),
        Column("mitigation", Kind.TEXT, 1200),
        Column("owner", Kind.LINE, 120),
    ),
}
"""The columns of the tables that people fill in; the other parts are questions only."""


@dataclass(frozen=True)
class Spec:
    """What a part consists of for one call: a table to fill in, and single fields."""

    key: PartKey
    values: tuple[Column, ...] = ()

    @property
    def rows(self) -> tuple[Column, ...]:
        """The columns of its table; none where it has no table."""
        return ROWS.get(self.key, ())


@dataclass(frozen=True)
class Wanted:
    """What a call says that the parts are compared with.

    ``targets`` holds the name and the target of each indicator of the call by the name of the
    field in which the partner writes its own target. Where a call has several ``lots`` their
    sizes differ, and no target is held against the one of the call.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    day_and_night: bool = False
    posts: Sequence[Post] = ()
    targets: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    lots: int = 1


def clean(spec: Spec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content with what the part has fields for and nothing else, as plain data.

    Raise ``RuleBroken`` for what is no content of it: too long, too many, of another kind.
    """
    rows, values = given.get("rows", []), given.get("values", {})
    if not isinstance(rows, Sequence) or not isinstance(values, Mapping):
        raise RuleBroken("part_unreadable", spec.key)
    if len(rows) > MOST_ROWS:
        raise RuleBroken("part_rows_many", spec.key, most=MOST_ROWS)
    kept = {each.name: _value(each, values.get(each.name), spec) for each in spec.values}
    return {
        "rows": [_row(spec, each) for each in rows] if spec.rows else [],
        "values": {name: value for name, value in kept.items() if not is_empty(value)},
    }


def _row(spec: Spec, given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise RuleBroken("part_unreadable", spec.key)
    cells = {each.name: _value(each, given.get(each.name), spec) for each in spec.rows}
    return {"key": str(given.get("key") or "")[:36], **cells}


def _value(column: Column, given: object, spec: Spec) -> Any:  # noqa: ANN401 - plain data
    value = READERS[column.kind](given)
    too_much = len(value) if isinstance(value, str) else value
    if value is NotImplemented:
        raise RuleBroken("part_unreadable", spec.key)
    if isinstance(too_much, int) and not 0 <= too_much <= column.most:
        raise RuleBroken("part_too_long", spec.key, most=column.most)
    return value


def _read_text(given: object) -> object:
    return given.strip() if isinstance(given, str) else _nothing(given, "")


def _read_day(given: object) -> object:
    text = given.isoformat() if isinstance(given, date) else given
    if not isinstance(text, str) or not text:
        return _nothing(text, "")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return NotImplemented


def _read_whole(given: object) -> object:
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    return given if is_whole else _nothing(given, None)


def _read_shifts(given: object) -> object:
    if isinstance(given, str) or not isinstance(given, Iterable):
        return _nothing(given, [])
    named = [str(each) for each in given]
    return [each.value for each in Shift if each.value in named]


def _read_reply(given: object) -> object:
    known = isinstance(given, str) and given in {each.value for each in Reply}
    return given if known else _nothing(given, "")


def _nothing(given: object, empty: object) -> object:
    return empty if given in (None, "") else NotImplemented


READERS: Mapping[Kind, Callable[[object], Any]] = {
    Kind.LINE: _read_text,
    Kind.TEXT: _read_text,
    Kind.POST: _read_text,
    Kind.DAY: _read_day,
    Kind.WHOLE: _read_whole,
    Kind.LEVEL: _read_whole,
    Kind.SHIFTS: _read_shifts,
    Kind.ANSWER: _read_reply,
}


def is_empty(value: object) -> bool:
    """Say whether a field holds nothing: no text, no number, no choice."""
    return value is None or value in ("", [])


def is_begun(content: Mapping[str, Any]) -> bool:
    """Say whether anything stands in a part."""
    return bool(content.get("rows") or content.get("values"))


def risk_level(likelihood: int, impact: int) -> RiskLevel:
    """Return how grave a risk is: the house's limits on the product of two levels."""
    product = likelihood * impact
    limits = {4: RiskLevel.LOW, 9: RiskLevel.MEDIUM, 15: RiskLevel.HIGH}
    return next(
        (level for most, level in limits.items() if product <= most), RiskLevel.VERY_HIGH
    )


def part_rules(spec: Spec, content: Mapping[str, Any], wanted: Wanted) -> list[RuleBroken]:
    """Return what a part lacks and what is wrong in it; ``field`` of each is its key."""
    rows, values = content.get("rows", []), content.get("values", {})
    if not is_begun(content):
        return [RuleBroken(f"part_{spec.key}_missing", spec.key)]
    found = [*_open_rows(spec, rows), *_open_values(spec, values)]
    check = CHECKS.get(spec.key)
    return [*found, *check(rows, values, wanted)] if check else found


def _open_rows(spec: Spec, rows: Sequence[Row]) -> Iterator[RuleBroken]:
    needed = [each.name for each in spec.rows if each.needed]
    for number, row in enumerate(rows, 1):
        if any(is_empty(row.get(name)) for name in needed):
            yield RuleBroken(f"{spec.key}_row_open", spec.key, row=number)


def _open_values(spec: Spec, values: Row) -> Iterator[RuleBroken]:
    bare = [
        each.name for each in spec.values if each.needed and is_empty(values.get(each.name))
    ]
    if bare:
        yield RuleBroken(f"{spec.key}_open", spec.key, count=len(bare))


def _plan_rules(rows: Sequence[Row], _values: Row, wanted: Wanted) -> Iterator[RuleBroken]:
    key = PartKey.WORK_PLAN
    first, last = wanted.starts_on, wanted.ends_on
    for number, row in enumerate(rows, 1):
        start, end = day_of(row.get("starts_on")), day_of(row.get("ends_on"))
        if start and end and end < start:
            yield RuleBroken("work_plan_turned", key, row=number)
        days = [day for day in (start, end) if day]
        if first and last and any(not first <= day <= last for day in days):
            yield RuleBroken("work_plan_outside", key, row=number, first=first, last=last)
    if rows and not any(row.get("milestone") for row in rows):
        yield RuleBroken("work_plan_milestone_missing", key)


def _target_rules(_rows: Sequence[Row], values: Row, wanted: Wanted) -> Iterator[RuleBroken]:
    alone = wanted.targets if wanted.lots == 1 else {}
    for name, (told, asked) in alone.items():
        own = values.get(name)
        if own is not None and own < asked and not values.get(note_name(name)):
            facts = {"name": told, "target": own, "asked": asked}
            yield RuleBroken("target_low", PartKey.INDICATORS, **facts)


def _staff_rules(rows: Sequence[Row], _values: Row, wanted: Wanted) -> Iterator[RuleBroken]:
    yield from cover_rules(rows, wanted.posts, PartKey.STAFFING)


CHECKS: Mapping[PartKey, Callable[[Sequence[Row], Row, Wanted], Iterator[RuleBroken]]] = {
    PartKey.WORK_PLAN: _plan_rules,
    PartKey.INDICATORS: _target_rules,
    PartKey.STAFFING: _staff_rules,
}


def note_name(name: str) -> str:
    """Name the field of the words that stand beside another field."""
    return f"{name}_note"


def day_of(text: object) -> date | None:
    """Read a day of a content; none where there is none."""
    return date.fromisoformat(str(text)) if text else None
