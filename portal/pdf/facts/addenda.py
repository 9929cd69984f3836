"""Facts of the addenda of a call: what each changes, and the call as it reads afterwards."""

from datetime import datetime
from uuid import UUID

from portal.models import Addendum
from portal.pdf.facts import calls
from portal.pdf.facts.shared import call_facts
from portal.services import addenda, addendum_changes, call_past, call_versions
from portal.services.steps import found

Facts = dict[str, object]


def addendum(subject_id: UUID, language: str) -> Facts:
    """Return what an addendum prints: its reason, its dates, and every difference."""
    row = Addendum.get_by_id(subject_id)
    call = row.call
    versions = addenda.versions_of(row)
    base = call_facts(
        call, language, row.draft.reference, versions[1]["basics"]["columns"]["title"]
    )
    changes = addenda.changes_of(row)
    told = addendum_changes.told(changes, versions, language)
    return {**base, **_about(row), "changes": told}


def _about(row: Addendum) -> Facts:
    call = row.call
    return {
        "call_reference": call.reference,
        "text_language": call.language,
        "currency": call.currency,
        "centre": call.centre.name,
        "addendum": row.number,
        "reason": row.reason,
        "issued_at": _iso(row.issued_at),
        "deadline_before": _iso(row.deadline_before),
        "deadline_after": _iso(row.deadline_after),
        "sections": row.sections,
        "signer": row.issuer.name if row.issuer else "",
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def amended_call(subject_id: UUID, language: str) -> Facts:
    """Return what the whole call prints as it reads after an addendum."""
    row = Addendum.get_by_id(subject_id)
    version = found(call_versions.version(row.call, row.number))
    printed = calls.of_full(call_past.full_at(row.call, version), language)
    return {**printed, "amended": row.number, "amended_at": _iso(row.issued_at)}
