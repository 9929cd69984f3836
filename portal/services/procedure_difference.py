"""What differs between two versions of procedures, by section and by row of the matrix."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.domain.changes import Change, Section, Value, changes, word_pieces
from portal.domain.procedures import Party
from portal.models import Procedure
from portal.services import procedures

TEXTS = frozenset({"purpose", "basis", "text", "escalation", "fallback"})
"""Running texts, which are compared word by word."""
PARTIES = frozenset(each.value for each in Party)
Told = dict[str, Any]


def between(before: Procedure, after: Procedure) -> list[Told]:
    """Return the differences as plain data, in the order of the procedures.

    Each has ``section``, ``mark``, ``label`` and ``values``; each value has ``name``,
    ``before``, ``after``, and ``pieces`` where it is a running text that changed.
    """
    return [_change(each) for each in changes(_contents(before), _contents(after))]


def _contents(of: Procedure) -> Mapping[str, Section]:
    texts = {"purpose": of.purpose, "basis": of.basis}
    sections = [
        {"key": each.key, "title": each.title, "text": each.text}
        for each in procedures.sections(of)
    ]
    return {
        "whole": {"columns": texts, "rows": []},
        "sections": {"columns": {}, "rows": sections},
        "matrix": {"columns": {}, "rows": _rows(of)},
    }


def _rows(of: Procedure) -> Sequence[Mapping[str, Any]]:
    names = ("key", "name", "always", "response", "form", "escalation", "fallback")
    return [
        {
            **{name: getattr(each, name) for name in names},
            **{party.value: each.duties.get(party.value, "") for party in Party},
        }
        for each in procedures.matrix(of)
    ]


def _change(change: Change) -> Told:
    about = {"section": change.section, "mark": change.mark.value, "label": change.label}
    shown = [each for each in change.values if each.before or each.after]
    return {**about, "values": [_value(each) for each in shown]}


def _value(value: Value) -> Told:
    pieces = []
    if value.name in TEXTS and value.before and value.after:
        found = word_pieces(value.before, value.after)
        pieces = [(each.mark.value, each.text) for each in found]
    named = {"name": value.name, "duty": value.name in PARTIES, "pieces": pieces}
    return {**named, "before": value.before, "after": value.after}
