"""Facts of a clearance of Internal Instruction 92."""

from typing import Any
from uuid import UUID

from portal.domain.clearances import Consent
from portal.models import Clearance
from portal.pdf.facts.shared import base_facts
from portal.services.clearance_finding import by_id

Facts = dict[str, Any]


def clearance(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a clearance: what is covered, why, and who consented when."""
    row = by_id(subject_id)
    centre = row.centre
    where = {"country": centre.country, "zone": "UTC"}
    return {
        **base_facts(row.reference, centre.name, language=language, **where),
        "centre": centre.name,
        "centre_reference": centre.reference,
        "authority": centre.authority,
        "model": centre.model.value,
        "kinds": [each.value for each in row.kinds],
        "posts": [{"function": each.function, "people": each.people} for each in row.functions],
        "ceiling": str(row.ceiling),
        "currency": row.currency,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "justification": row.justification,
        "exit_plan": row.exit_plan,
        "donor": row.donor,
        "agreement": row.agreement,
        "needed": [each.value for each in row.needed],
        **_consents(row),
    }


def _consents(row: Clearance) -> Facts:
    legal = row.legal_by if Consent.LEGAL in row.given else None
    letter = Consent.DONOR in row.given
    return {
        "legal": {
            "name": legal.name if legal else "",
            "at": row.legal_at.isoformat() if legal and row.legal_at else "",
            "note": row.legal_note,
        },
        "letter": {
            "reference": row.donor_reference if letter else "",
            "on": row.donor_on.isoformat() if letter and row.donor_on else "",
            "recorded": row.donor_by.name if letter and row.donor_by else "",
            "checked": row.donor_checked_by.name if letter and row.donor_checked_by else "",
        },
        "asked": {
            "name": row.author.name,
            "at": row.asked_at.isoformat() if row.asked_at else "",
        },
    }
