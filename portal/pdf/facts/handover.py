"""Facts of a handover plan, of how far it is, and of the record of the transfer."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from portal.domain.lifecycle_handover import WAITING
from portal.models import HandoverGoal, HandoverMark, HandoverPlan
from portal.pdf.facts.shared import base_facts
from portal.services import handover_difference as difference
from portal.services import handover_finding as finding

Facts = dict[str, Any]
PLAIN = (
    "authority",
    "capacity",
    "staff_iom",
    "staff_state",
    "baseline",
    "conditions",
    "support",
    "letter",
    "act",
    "receiver",
    "remark",
)


def plan(subject_id: UUID, language: str) -> Facts:
    """Return the plan as both sides agree on it: no milestone is marked in it."""
    known = _facts(subject_id, language)
    goals = [{**each, "done_on": "", "settled": False} for each in known["goals"]]
    days = sorted([known["begun_on"], known["planned_on"], *(each["due_on"] for each in goals)])
    drawn = {"goals": goals, "period": (days[0], days[-1]), "handed_on": "", "marks": []}
    return {**known, **drawn, "follows": False}


def standing(subject_id: UUID, language: str) -> Facts:
    """Return the plan with where each milestone stands and what shows it."""
    row = finding.by_id(subject_id)
    kept = finding.marks(row)
    marks = [_mark(goal, each) for goal in finding.goals(row) for each in kept.get(goal.id, [])]
    return {**_facts(subject_id, language), "follows": True, "marks": marks}


def transfer(subject_id: UUID, language: str) -> Facts:
    """Return the record of the transfer: what was met or waived, and who handed over."""
    row = finding.by_id(subject_id)
    reviews = [each.due_on.isoformat() for each in finding.reviews(row)]
    by = row.handed_by.name if row.handed_by else ""
    return {**standing(subject_id, language), "reviews": reviews, "handed_by": by}


def _facts(subject_id: UUID, language: str) -> Facts:
    row = finding.by_id(subject_id)
    centre = row.centre
    goals = finding.goals(row)
    base = base_facts(
        row.reference, centre.name, country=centre.country, language=language, zone="UTC"
    )
    return {
        **base,
        **{name: getattr(row, name) for name in PLAIN},
        **_days(row),
        "begun_on": row.created_at.date().isoformat(),
        "number_of": row.number,
        "text_language": row.language,
        "centre": centre.name,
        "centre_reference": centre.reference,
        "author": row.author.name,
        "approved_by": row.approved_by.name if row.approved_by else "",
        "period": [each.isoformat() for each in finding.period(row, goals)],
        "goals": [_goal(each) for each in goals],
        "years": [vars(each.share) for each in finding.years(row)],
        "changes": [_plain(each) for each in difference.of(row)],
    }


def _days(row: HandoverPlan) -> Facts:
    days = ("planned_on", "agreed_on", "handed_on")
    kept: Facts = {name: _iso(getattr(row, name)) for name in days}
    at = row.approved_at
    return {**kept, "approved_at": at.isoformat() if at else ""}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _goal(row: HandoverGoal) -> Facts:
    settled = row.state not in WAITING
    return {
        "name": f"{row.code} {row.title}",
        "side": row.side.value,
        "function": row.function,
        "due_on": row.due_on.isoformat(),
        "evidence": row.evidence,
        "risk": row.risk,
        "state": row.state.value,
        "marked_on": _iso(row.marked_on),
        "done_on": _iso(row.marked_on) if settled else "",
        "settled": settled,
    }


def _mark(goal: HandoverGoal, row: HandoverMark) -> Facts:
    return {
        "name": f"{goal.code} {goal.title}",
        "state": row.state.value,
        "on": row.marked_on.isoformat(),
        "text": row.text,
        "by": row.made_by.name,
        "file": row.filename,
        "sha256": row.sha256,
    }


def _plain(change: Mapping[str, Any]) -> Facts:
    """Write the days of a difference as text, as facts of a document are."""
    values = [
        {**each, "before": _text(each["before"]), "after": _text(each["after"])}
        for each in change["values"]
    ]
    return {**change, "values": values}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
