"""Facts of the documents of the area: proposals."""

from uuid import UUID

from portal.config import address
from portal.pdf.attached import RECEIPT
from portal.pdf.facts.shared import base_facts
from portal.services import proposal_receipt, proposals, receipts
from portal.services.proposal_receipt import Received

COUNTED = ("declarations", "answers", "words", "lines")


def receipt(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what a receipt prints: counts, times and fingerprints, no content, no price."""
    received = proposal_receipt.received(subject_id)
    return {
        **_head(received, language),
        **_instants(received),
        **_signed(received),
        "receipt": received.proposal.receipt,
        "partner": received.proposal.partner.name,
        "lot": received.proposal.lot.number,
        "lot_title": received.proposal.lot.title,
        "call": received.proposal.call.reference,
        "submitter": received.submitter,
        "fingerprint": received.proposal.fingerprint,
        "own": received.own,
        "counts": {name: getattr(received, name) for name in COUNTED},
        "files": [
            {"name": each.name, "size": each.size, "sha256": each.sha256}
            for each in received.files
        ],
        "envelopes": [
            {"content": each.content.value, "number": each.number, "sha256": each.sha256}
            for each in received.envelopes
        ],
    }


def _signed(received: Received) -> dict[str, object]:
    """Return the signature of a receipt, its place in the log, and the data it carries."""
    signed = receipts.given(received.proposal)
    if signed is None:
        return {"signature": ""}
    return {
        "signature": signed.signature,
        "key": signed.facts["key"],
        "place": signed.facts["event"],
        "check_at": f"{address()}/verify",
        "attached": {RECEIPT: receipts.written(signed)},
    }


def _head(received: Received, language: str) -> dict[str, object]:
    call = received.proposal.call
    return base_facts(
        proposals.lot_reference(received.proposal),
        call.title,
        country=received.country,
        language=language,
        zone=call.zone,
    )


def _instants(received: Received) -> dict[str, str]:
    call = received.proposal.call
    moments = {
        "submitted_at": received.proposal.submitted_at,
        "deadline": call.deadline,
        "opening_at": call.opening_at,
        "results_on": call.results_on,
    }
    return {name: "" if at is None else at.isoformat() for name, at in moments.items()}
