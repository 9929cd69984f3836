"""Facts of the standard operating procedures of a centre."""

from typing import Any
from uuid import UUID

from portal.domain.procedures import Duty, Party
from portal.models import MatrixRow, Procedure
from portal.pdf.facts.shared import base_facts
from portal.services import procedures

Facts = dict[str, Any]


def version(subject_id: UUID, language: str) -> Facts:
    """Return the facts of one version: its texts, its matrix, who agreed it and when."""
    procedure = procedures.by_id(subject_id)
    centre = procedure.centre
    place = {"country": centre.country, "language": language, "zone": "UTC"}
    sections, rows = procedures.contents(procedure)
    return {
        **base_facts(procedure.reference, centre.name, **place),
        "about": {"centre": centre.name, "authority": centre.authority, "of": centre.reference},
        "version": procedure.number,
        "text_language": procedure.language,
        "state": procedure.state.value,
        "purpose": procedure.purpose,
        "basis": procedure.basis,
        "sections": [{"title": each.title, "text": each.text} for each in sections],
        "parties": [each.value for each in Party],
        "duties": [each.value for each in Duty],
        "matrix": [_row(each) for each in rows],
        "agreement": _agreement(procedure),
    }


def _row(row: MatrixRow) -> Facts:
    texts = ("name", "always", "response", "form", "escalation", "fallback")
    return {
        **{name: getattr(row, name) for name in texts},
        "duties": [row.duties.get(each.value, "") for each in Party],
    }


def _agreement(procedure: Procedure) -> Facts:
    days = ("agreed_on", "starts_on", "ends_on")
    told: Facts = {name: _iso(getattr(procedure, name)) for name in days}
    names = ("letter", "state_signatory", "office_signatory")
    told.update({name: getattr(procedure, name) for name in names})
    told["reviewer"] = procedure.reviewer.name if procedure.reviewer else ""
    told["reviewed_on"] = _iso(procedure.reviewed_at)[:10]
    return told


def _iso(value: Any) -> str:  # noqa: ANN401 - a day or a moment, or nothing
    return value.isoformat() if value else ""
