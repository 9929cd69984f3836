"""Facts of the record of an opening by shares of the call's key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from portal.models import Call, OpeningRun
from portal.models.sealing import Purpose
from portal.pdf.facts.shared import call_facts
from portal.services import call_keys, opening_record
from portal.services.opening_record import Entry, Present

Facts = dict[str, Any]


def proposals(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the record of opened proposals; the subject is the call."""
    return _facts(subject_id, Purpose.OPENING, language)


def prices(subject_id: UUID, language: str) -> Facts:
    """Return the facts of the record of opened prices; the subject is the call."""
    return _facts(subject_id, Purpose.PRICES, language)


def _facts(subject_id: UUID, purpose: Purpose, language: str) -> Facts:
    call: Call = Call.get_by_id(subject_id)
    run = OpeningRun.get((OpeningRun.call == call) & (OpeningRun.purpose == purpose))
    key = call_keys.required(call)
    return {
        **_head(call, language),
        "prices": purpose is Purpose.PRICES,
        "call_title": call.title,
        "needed": key.threshold,
        "shares": len(call_keys.shares(key)),
        "deadline": _iso(call.deadline),
        "started_at": _iso(run.started_at),
        "finished_at": _iso(run.finished_at),
        "present": [_present(each) for each in opening_record.present(run)],
        "envelopes": [_envelope(each) for each in opening_record.entries(run)],
        "left_shut": opening_record.left_shut(run),
        "fingerprint": opening_record.print_of(run),
    }


def _head(call: Call, language: str) -> Facts:
    return call_facts(call, language, call.reference, call.title)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _present(each: Present) -> Facts:
    signed = each.signature
    return {
        "name": each.name,
        "escrow": each.escrow,
        "at": _iso(each.at),
        "signed_at": _iso(signed.signed_at) if signed else "",
        "signed_as": signed.name if signed else "",
    }


def _envelope(each: Entry) -> Facts:
    proposal = each.proposal
    return {
        "number": proposal.number,
        "partner": proposal.partner.name,
        "lot": f"{proposal.lot.number}. {proposal.lot.city}",
        "receipt": proposal.receipt,
        "at": _iso(proposal.submitted_at),
        "sha256": each.envelope.sha256,
        "damage": each.damage,
        "refused": each.refused,
        "unconfirmed": proposal.to_confirm.number if proposal.to_confirm else 0,
        "withdrawn": proposal.lot.withdrawn_at is not None,
    }
