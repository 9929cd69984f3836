"""What a new version of a handover plan says otherwise than the version it replaces."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.changes import Change, Mark, Value, changes, word_pieces
from portal.models import HandoverPlan
from portal.services import handover_finding as finding
from portal.services.handover_plans import GOAL_COLUMNS

COLUMNS = ("authority", "planned_on", "capacity", "staff_iom", "staff_state")
TEXTS = ("baseline", "conditions", "support")
LONG = frozenset({*TEXTS, "evidence", "risk"})
"""Texts that are shown with their words that went and came."""


def of(plan: HandoverPlan) -> list[dict[str, Any]]:
    """Return the differences to the version that a plan replaces; none for the first one.

    Each has ``section``, ``mark``, ``label`` and ``values`` with ``name``, ``kind``,
    ``before``, ``after`` and, for a running text, its ``pieces``.
    """
    if plan.replaces_id is None:
        return []
    before = _content(finding.by_id(plan.replaces_id))
    return [_told(each) for each in changes(before, _content(plan))]


def _content(plan: HandoverPlan) -> Mapping[str, Mapping[str, Any]]:
    goals = [
        {"key": each.code, **{name: getattr(each, name) for name in GOAL_COLUMNS}}
        for each in finding.goals(plan)
    ]
    years = [
        {
            "key": str(each.year),
            "name": str(each.year),
            "iom": each.iom,
            "state": each.state,
            "reason": each.reason,
        }
        for each in finding.years(plan)
    ]
    own = {name: getattr(plan, name) for name in (*COLUMNS, *TEXTS)}
    return {
        "plan": {"columns": own, "rows": []},
        "goals": {"columns": {}, "rows": goals},
        "years": {"columns": {}, "rows": years},
    }


def _told(change: Change) -> dict[str, Any]:
    return {
        "section": change.section,
        "mark": change.mark.value,
        "label": change.label,
        "values": [_value(each, change.mark) for each in change.values if each.name != "name"],
    }


def _value(each: Value, mark: Mark) -> dict[str, Any]:
    told = {"name": each.name, "kind": _kind(each), "before": each.before, "after": each.after}
    if each.name in LONG and mark is Mark.CHANGED:
        pieces = word_pieces(each.before or "", each.after or "")
        told["pieces"] = [[piece.mark.value, piece.text] for piece in pieces]
    return told


def _kind(each: Value) -> str:
    if isinstance(each.after or each.before, date):
        return "day"
    return "side" if each.name == "side" else "plain"
