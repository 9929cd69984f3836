"""Facts of the documents of the area: committee."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from portal.domain.scoring import shown
from portal.domain.screening import ItemKind
from portal.models import Call, Event, Person, Proposal
from portal.pdf.facts.shared import base_facts
from portal.services import (
    award,
    proposal_contents,
    proposals,
    scoring,
    screening,
)
from portal.services.opening import call_by_slug, opened
from portal.services.scoring import Criterion, Row

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
    country = call.centre.country
    return {
        **base_facts(
            call.reference, call.title, country=country, language=language, zone=call.zone
        ),
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


def letter(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the letter to a partner; the subject is its proposal."""
    proposal = proposals.by_id(subject_id)
    call = call_of(proposal.call_id)
    found = screened(proposal, language)
    return {
        **base(call, language),
        "proposal": proposal.number,
        "partner": proposal.partner.name,
        "address": proposal.partner.address,
        "city": proposal.partner.city,
        "country": proposal.partner.country,
        "lot": f"{proposal.lot.number}. {proposal.lot.title}",
        "submitted_at": iso(proposal.submitted_at),
        "awarded_at": iso(call.awarded_at),
        "threshold": call.threshold,
        "standstill": call.standstill_days,
        "eligible": found["eligible"],
        "reason": found["reason"],
        "failed": found["failed"],
        "signer": _approver(call),
        **_own_result(call, proposal),
    }


def _own_result(call: Call, proposal: Proposal) -> Facts:
    rows = [row for table in scoring.rankings(call) for row in table.rows]
    own = next((row for row in rows if row.proposal.id == proposal.id), None)
    won = any(each.proposal_id == proposal.id for each in award.recommendations(call))
    return {
        "won": won,
        "amount": str(proposal_contents.prices([proposal.id])[proposal.id]),
        "starts_on": call.starts_on.isoformat() if call.starts_on else "",
        "months": call.months,
        "passed": own.result.passed if own else False,
        "mean": points(own.result.mean) if own else "",
        "criteria": _own_criteria(own, scoring.criteria(call)) if own else [],
    }


def _own_criteria(row: Row, criteria: Sequence[Criterion]) -> list[Facts]:
    """Return the own mean and the members' reasons without their names or order."""
    return [
        {
            "name": each.name,
            "weight": each.weight,
            "mean": points(row.result.by_criterion[each.id]),
            "reasons": sorted(reason for _, _, reason in row.reasons.get(each.id, [])),
        }
        for each in criteria
    ]


def _approver(call: Call) -> str:
    approved = (Event.subject_id == call.id) & (Event.name == "call.awarded")
    event = Event.select().where(approved).first()
    return _name(Person.get_or_none(Person.id == event.actor_id)) if event else ""
