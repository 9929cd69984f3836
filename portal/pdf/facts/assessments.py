"""Facts of the assessment of a partner as a document."""

from typing import Any
from uuid import UUID

from portal.models import Assessment
from portal.pdf.facts.shared import base_facts
from portal.services import assessments, library
from portal.services.assessments import Area, Row

Facts = dict[str, Any]


def assessment(subject_id: UUID, language: str) -> Facts:
    """Return the facts of an assessment, its rating with the way it comes about."""
    row = assessments.by_id(subject_id)
    partner = row.partner
    kind = row.kind.value
    reference = assessments.reference(row)
    base = base_facts(
        reference, partner.name, country=partner.country, language=language, zone="UTC"
    )
    return {
        **base,
        "kind": kind,
        "partner": partner.name,
        "rating": row.rating,
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "author": row.author.name,
        "approver": row.decided_by.name if row.decided_by else "",
        "approved_at": row.decided_at.isoformat() if row.decided_at else "",
        "version": row.library,
        "summary": row.summary,
        "areas": [_area(each) for each in assessments.reading(row, language)],
        "plan": [_planned(each) for each in assessments.plan(row, language)],
        **_counted(row),
    }


def _counted(row: Assessment) -> Facts:
    kept = row.result or {}
    return {
        "bands": kept.get("bands") or list(library.read("capacity")["bands"]),
        "medium_from": kept.get("medium_from") or int(library.read("psea")["medium_from"]),
        **{name: kept.get(name, 0) for name in ("points", "least", "most", "met", "asked")},
    }


def _area(area: Area) -> Facts:
    return {
        "text": area.text,
        "rating": area.rating,
        "rows": [
            {
                "text": each.text,
                "weight": each.weight,
                "value": each.finding.value,
                "note": each.finding.note,
            }
            for each in area.rows
        ],
    }


def _planned(row: Row) -> Facts:
    due = row.finding.due.isoformat() if row.finding.due else ""
    return {"text": row.text, "plan": row.finding.plan, "due": due}
