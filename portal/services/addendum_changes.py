"""The difference between two versions of a call as plain data that pages and paper print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import BooleanField, DateField, Field, ForeignKeyField, IntegerField

from portal.domain.addenda import Contents
from portal.domain.changes import Change, Value, word_pieces
from portal.models import Call, Record, Site
from portal.models.base import AmountField, DataField, EnumField, InstantField
from portal.services import library
from portal.services.call_parts import PARTS

UNTOLD = {("budget", "code"), ("indicators", "disaggregated"), ("eligibility", "kind")}
"""Fields that follow from others or that nobody reads."""
KINDS: Mapping[type[Field], str] = {
    InstantField: "instant",
    DateField: "day",
    BooleanField: "flag",
    AmountField: "amount",
    IntegerField: "number",
    EnumField: "word",
    DataField: "list",
}
GROUPS = {
    "languages": "language",
    "shifts": "Shift",
    "dimensions": "Dimension",
    "proposal_parts": "PartKey",
    "language": "language",
}
LISTS = {
    "breakdown_values": ("disaggregation", "value", ""),
    "services": ("services", "service", ""),
    "service": ("services", "service", ""),
    "standards": ("standards", "standard", "text"),
    "data_categories": ("data_protection", "category", ""),
    "special_categories": ("data_protection", "special", ""),
}
Told = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """What turns keys and codes into what people read, in a language."""

    language: str
    criteria: Mapping[str, str]
    sites: Mapping[str, str]


def told(changes: Sequence[Change], versions: Iterable[Contents], language: str) -> list[Told]:
    """Return the differences as plain data.

    Each has ``section``, ``mark``, ``label`` and ``values``; each value has ``name``, ``kind``,
    ``group``, ``before`` and ``after``, and ``pieces`` where it is a text that changed.
    """
    reader = _reader(changes, versions, language)
    listed = [_change(each, reader) for each in changes]
    return [each for each in listed if each["values"]]


def _reader(changes: Sequence[Change], versions: Iterable[Contents], language: str) -> Reader:
    rows = [row for each in versions for row in each["criteria"]["rows"]]
    return Reader(language, {row["key"]: row["name"] for row in rows}, _sites(changes))


def _sites(changes: Sequence[Change]) -> dict[str, str]:
    values = [value for each in changes for value in each.values if value.name == "site"]
    keys = [UUID(str(key)) for each in values for key in (each.before, each.after) if key]
    found = Site.select().where(Site.id.in_(keys)) if keys else ()
    return {str(site.id): site.city for site in found}


def _change(change: Change, reader: Reader) -> Told:
    shown = [each for each in change.values if (change.section, each.name) not in UNTOLD]
    ordered = sorted(shown, key=lambda each: _place(change, each.name))
    values = [_value(change, each, reader) for each in ordered]
    about = {"section": change.section, "mark": change.mark.value, "label": change.label}
    return {**about, "values": values}


def _value(change: Change, value: Value, reader: Reader) -> Told:
    field = _field(change, value.name)
    kind, group = _kind(field, value.name)
    before, after = (_read(value.name, each, reader) for each in (value.before, value.after))
    named = {"name": value.name, "kind": kind, "group": group}
    return {**named, "before": before, "after": after, "pieces": _pieces(kind, before, after)}


def _table(change: Change) -> type[Record]:
    table = PARTS[change.section].table
    return table if change.label and table else Call


def _place(change: Change, name: str) -> int:
    """Return where a field stands among those of its table, as forms and papers have it."""
    names = list(_table(change).columns())
    return names.index(name) if name in names else len(names)


def _field(change: Change, name: str) -> Field | None:
    return _table(change).columns().get(name)


def _kind(field: Field | None, name: str) -> tuple[str, str]:
    if name in LISTS or isinstance(field, ForeignKeyField):
        return ("list" if isinstance(field, DataField) else "text"), ""
    if name in GROUPS:
        return ("words" if isinstance(field, DataField) else "word"), GROUPS[name]
    if isinstance(field, EnumField):
        return "word", field.enum.__name__
    return next((KINDS[each] for each in KINDS if isinstance(field, each)), "text"), ""


def _read(name: str, value: Any, reader: Reader) -> Any:  # noqa: ANN401 - plain data
    if name in LISTS:
        return _library(name, value, reader.language)
    names = {"criterion": reader.criteria, "site": reader.sites}.get(name)
    if names is not None:
        return names.get(value, "")
    return [each for each in value if each] if isinstance(value, list) else value


def _library(name: str, value: Any, language: str) -> Any:  # noqa: ANN401 - plain data
    if value is None:
        return None
    file, key, part = LISTS[name]
    known = library.by_code(file, key)
    codes = value if isinstance(value, list) else [value]
    texts = [
        library.text_of(known[code], part, language) if code in known else str(code)
        for code in codes
    ]
    return texts if isinstance(value, list) else texts[0]


def _pieces(kind: str, before: object, after: object) -> list[list[str]]:
    if kind != "text" or not before or not after:
        return []
    return [[each.mark.value, each.text] for each in word_pieces(str(before), str(after))]
