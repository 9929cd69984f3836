"""What differs between two versions of a cooperation agreement, for pages and paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.changes import Change, Section, Value, changes, word_pieces
from portal.models.joint import CooperationAgreement
from portal.services import agreements
from portal.services.agreements import PARTS

KINDS: Mapping[str, tuple[str, str]] = {
    "starts_on": ("day", ""),
    "ends_on": ("day", ""),
    "frequency_days": ("number", ""),
    "quorum_iom": ("number", ""),
    "quorum_government": ("number", ""),
    "minutes_days": ("number", ""),
    "amount": ("amount", ""),
    "side": ("word", "JointSide"),
    "chairing": ("word", "Chairing"),
}
NAMES = {"starts_on": "first_day", "ends_on": "last_day"}
"""Columns that are told under other words than those of a contract."""
Told = dict[str, Any]


def contents(agreement: CooperationAgreement) -> dict[str, Section]:
    """Return a version as plain data, part by part; a party stands under its name."""
    names = agreements.party_names(agreement)
    return {
        part: {
            "columns": {name: _plain(getattr(agreement, name)) for name in PARTS[part].columns},
            "rows": [_row(row, names) for row in agreements.rows_of(agreement, part)],
        }
        for part in PARTS
    }


def _row(row: Mapping[str, Any], names: Mapping[Any, str]) -> Told:
    named = {"party": names.get(row["party"], "")} if "party" in row else {}
    told = {name: _plain(value) for name, value in {**row, **named}.items()}
    return {**told, "title": told["responsibility"]} if "responsibility" in told else told


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def told(agreement: CooperationAgreement) -> Sequence[Told]:
    """Return what a version changes in the one that it amends; nothing for a first one.

    Each has ``section``, ``mark``, ``label`` and ``values``; each value has ``name``, ``kind``,
    ``group``, ``before`` and ``after``, and ``pieces`` where it is a text that changed.
    """
    if agreement.amends_id is None:
        return []
    before = agreements.by_id(agreement.amends_id)
    return [_told(each) for each in changes(contents(before), contents(agreement))]


def _told(change: Change) -> Told:
    about = {"section": change.section, "mark": change.mark.value, "label": change.label}
    shown = [each for each in change.values if each.name != "title"]
    return {**about, "values": [_value(each) for each in shown]}


def _value(value: Value) -> Told:
    kind, group = KINDS.get(value.name, ("text", ""))
    pieces: list[tuple[str, str]] = []
    if kind == "text" and value.before and value.after and isinstance(value.after, str):
        words = word_pieces(str(value.before), value.after)
        pieces = [(each.mark.value, each.text) for each in words]
    name = NAMES.get(value.name, value.name)
    named = {"name": name, "kind": kind, "group": group, "pieces": pieces}
    return {**named, "before": value.before, "after": value.after}
