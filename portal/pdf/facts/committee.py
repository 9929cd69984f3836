"""Facts of the documents of the area: committee."""

from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from portal.domain.scoring import shown
from portal.domain.screening import ItemKind
from portal.models import Call, Person, Proposal
from portal.pdf.facts.shared import call_facts
from portal.services import (
    screening,
)
from portal.services.opening import call_by_slug, opened

Facts = dict[str, Any]


def opening(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the record of an opening; the subject is the call."""
    call = call_of(subject_id)
    return {
        **base(call, language),
        "deadline": iso(call.deadline),
        "started_at": iso(call.opening_started_at),
        "opened_at": iso(call.opened_at),
        "starter": _name(call.opening_starter),
        "confirmer": _name(call.opening_confirmer),
        "proposals": [_received(each) for each in opened(call)],
    }


def call_of(subject_id: UUID) -> Call:
    """Return the call that a document of it is about."""
    call: Call = Call.get_by_id(subject_id)
    return call_by_slug(call.slug)


def base(call: Call, language: str) -> Facts:
    """Return the facts that every document of a call's selection has."""
    return {
        **call_facts(call, language, call.reference, call.title),
        "call_title": call.title,
        "currency": call.currency,
    }


def iso(moment: datetime | None) -> str:
    """Write a moment for a document, nothing for none."""
    return moment.isoformat() if moment else ""


def _name(person: Person | None) -> str:
    return str(person.name) if person else ""


def _received(proposal: Proposal) -> Facts:
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "at": iso(proposal.submitted_at),
        "fingerprint": grouped(proposal.fingerprint),
        "unconfirmed": proposal.to_confirm.number if proposal.to_confirm else 0,
        "withdrawn": proposal.lot.withdrawn_at is not None,
    }


def grouped(fingerprint: str) -> str:
    """Write a fingerprint in groups of eight, to be compared by eye."""
    return " ".join(fingerprint[each : each + 8] for each in range(0, len(fingerprint), 8))


def screened(proposal: Proposal, language: str) -> Facts:
    """Return what the screening of a proposal came to."""
    stored = proposal.screening or {}
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "at": iso(proposal.submitted_at),
        "eligible": bool(stored.get("eligible")),
        "reason": proposal.screening_reason,
        "failed": _failed(proposal, language),
        "sanctions": stored.get("sanctions", {"names": 0, "entries": 0, "matches": 0}),
        "verdicts": stored.get("verdicts", []),
    }


def _failed(proposal: Proposal, language: str) -> list[Facts]:
    told = screening.exclusion_reasons(proposal, language)
    if told is None:
        return []
    return [
        {"text": each.text, "paper": each.kind is ItemKind.PAPER, "note": each.note}
        for each in told.grounds
    ]


def points(value: Fraction) -> str:
    """Write points with two decimals, for reading only."""
    return str(shown(value))
