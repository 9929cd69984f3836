"""Facts of the roster of a week, to hang up in the centre."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.pdf.facts.shared import base_facts
from portal.services import roster_table, rosters


def roster(subject_id: UUID, language: str) -> dict[str, Any]:
    """Return the facts of a roster: days, shifts with posts and codes, cover, findings."""
    row = rosters.by_id(subject_id)
    place = {"country": row.centre.country, "language": language, "zone": row.zone}
    return {
        **base_facts(row.reference, row.centre.name, **place),
        "centre": row.centre.name,
        "state": row.state.value,
        "first": row.monday.isoformat(),
        "last": (row.monday + timedelta(days=6)).isoformat(),
        "published_on": row.published_at.isoformat()[:10] if row.published_at else "",
        **roster_table.told(row),
    }
