"""Facts of the documents of the area: proposals."""

from uuid import UUID

from portal.pdf.facts.shared import base_facts
from portal.services import proposals
from portal.services.proposals import Received


def receipt(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what a receipt prints: counts, times and fingerprints, no content, no price."""
    received = proposals.received(subject_id)
    proposal = received.proposal
    return {
        **base_facts(
            proposals.lot_reference(proposal),
            proposal.call.title,
            country=received.country,
            language=language,
            zone=proposal.call.zone,
        ),
        "receipt": proposal.receipt,
        "partner": proposal.partner.name,
        "lot": proposal.lot.number,
        "lot_title": proposal.lot.title,
        "call": proposal.call.reference,
        "submitter": received.submitter,
        **_instants(received),
        "fingerprint": proposal.fingerprint,
        "counts": {
            "declarations": received.declarations,
            "answers": received.answers,
            "words": received.words,
            "lines": received.lines,
        },
        "files": [
            {"name": each.filename, "size": each.size, "sha256": each.sha256}
            for each in received.attachments
        ],
    }


def _instants(received: Received) -> dict[str, str]:
    call = received.proposal.call
    moments = {
        "submitted_at": received.proposal.submitted_at,
        "deadline": call.deadline,
        "opening_at": call.opening_at,
        "results_on": call.results_on,
    }
    return {name: "" if at is None else at.isoformat() for name, at in moments.items()}
