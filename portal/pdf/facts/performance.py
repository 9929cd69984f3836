"""Facts of how a partner performed under a contract; they are final once they are shared."""

from typing import Any
from uuid import UUID

from portal.pdf.facts.shared import base_facts
from portal.services import performance

Facts = dict[str, Any]


def rated(subject_id: UUID, language: str) -> Facts:
    """Return what the document of a performance prints: ratings, reasons, facts, comment."""
    row = performance.by_id(subject_id)
    contract = row.contract
    where = {"country": contract.call.centre.country, "zone": contract.call.zone}
    given = performance.ratings(row)
    return {
        **base_facts(contract.reference, contract.call.title, language=language, **where),
        "partner": row.partner.name,
        "lot": contract.lot.title,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "state": row.state.value,
        "overall": row.overall,
        "summary": row.summary,
        "comment": row.comment,
        "shared_at": row.shared_at.isoformat() if row.shared_at else "",
        "ratings": [
            {
                "area": text,
                "mark": given[code].mark if code in given else "",
                "reason": given[code].reason if code in given else "",
            }
            for code, text in performance.areas(language).items()
        ],
        "facts": row.facts,
    }
