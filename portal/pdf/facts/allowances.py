"""Facts of a memorandum with a worker of the State, and of a sheet of daily allowances."""

from typing import Any
from uuid import UUID

from portal.models import AllowanceSheet, Clearance
from portal.pdf.facts.shared import base_facts
from portal.services import allowances
from portal.services.allowance_finding import memorandum_by_id, sheet_by_id

Facts = dict[str, Any]


def _head(reference: str, clearance: Clearance, language: str) -> Facts:
    centre = clearance.centre
    where = {"country": centre.country, "zone": "UTC"}
    return {
        **base_facts(reference, centre.name, language=language, **where),
        "centre": centre.name,
        "authority": centre.authority,
        "clearance": clearance.reference,
        "currency": clearance.currency,
        "donor": clearance.donor,
        "agreement": clearance.agreement,
    }


def memorandum(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a memorandum as it is printed to be signed: a code, no name."""
    row = memorandum_by_id(subject_id)
    return {
        **_head(row.reference, row.clearance, language),
        "staff_code": row.staff_code,
        "function": row.function,
        "ministry": row.ministry,
        "consent_reference": row.consent_reference,
        "consent_on": row.consent_on.isoformat(),
        "tasks": row.tasks,
        "days_week": row.days_week,
        "rate": str(row.rate),
        "ceiling": str(row.ceiling),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "approved": row.approved_by.name if row.approved_by else "",
    }


def sheet(subject_id: UUID, language: str) -> Facts:
    """Return the facts of a sheet: the grid of its month, what is due, who certified."""
    row = sheet_by_id(subject_id)
    return {
        **_head(row.reference, row.clearance, language),
        "staff_code": row.staff_code,
        "function": row.function,
        "memorandum": row.memorandum.reference if row.memorandum else "",
        "ministry": row.memorandum.ministry if row.memorandum else "",
        "month": row.month.isoformat(),
        "days": [
            {
                "number": day.day,
                "weekday": day.isoweekday(),
                "part": row.days.get(day.isoformat(), ""),
            }
            for day in allowances.days_of(row.month)
        ],
        **_sums(row),
    }


def _sums(row: AllowanceSheet) -> Facts:
    return {
        "units": str(row.units),
        "rate": str(row.rate),
        "gross": str(row.gross),
        "deductions": str(row.deductions),
        "deductions_reason": row.deductions_reason,
        "net": str(row.net),
        "supervisor": row.supervisor,
        "certified_at": row.certified_at.isoformat() if row.certified_at else "",
        "approved": row.approved_by.name if row.approved_by else "",
        "approved_at": row.approved_at.isoformat() if row.approved_at else "",
    }
