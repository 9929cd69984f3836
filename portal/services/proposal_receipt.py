"""What the receipt of a proposal tells, sealed or not, and whether that still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from portal.domain import proposals as rules
from portal.domain.errors import NotFound
from portal.domain.lifecycle import EnvelopeState
from portal.models import Envelope, Proposal
from portal.services import envelopes, proposal_sealing
from portal.services.proposal_contents import canonical, whole
from portal.services.proposals import by_id

COUNTS = ("declarations", "answers", "words", "lines")


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was received; of a sealed one only its SHA-256 is told."""

    sha256: str
    name: str = ""
    size: int = 0


@dataclass(frozen=True)
class Received:
    """What a receipt tells: counts and fingerprints, no content and no price."""

    proposal: Proposal
    country: str
    submitter: str
    declarations: int
    answers: int
    words: int
    lines: int
    files: Sequence[ReceivedFile]
    envelopes: Sequence[Envelope] = field(default_factory=tuple)
    """The sealed envelopes of this submission; none for a call without a key."""

    @property
    def own(self) -> bool:
        """Say whether the partner sealed it itself, so that nobody knows what it holds."""
        return any(each.own for each in self.envelopes)


def received(proposal_id: UUID) -> Received:
    """Return what the receipt of a submitted proposal tells."""
    proposal = by_id(proposal_id)
    if proposal.receipt is None or proposal.submitted_by is None:
        raise NotFound
    sealed = proposal_sealing.latest(proposal)
    told = sealed[0].told if sealed else proposal_sealing.told(whole(proposal))
    return Received(
        proposal,
        proposal.call.centre.country,
        proposal.submitted_by.name,
        **{name: int(told[name]) for name in COUNTS},
        files=_files(told) if sealed else _named(proposal),
        envelopes=sealed,
    )


def _files(told: Mapping[str, Any]) -> list[ReceivedFile]:
    return [ReceivedFile(each) for each in told["files"]]


def _named(proposal: Proposal) -> list[ReceivedFile]:
    attached = whole(proposal).attachments
    return [ReceivedFile(each.sha256, each.filename, each.size) for each in attached]


def is_intact(proposal: Proposal) -> bool:
    """Say whether a submitted proposal still is what was received.

    Of a sealed one the file is judged, of an open one the content.
    """
    sealed = proposal_sealing.latest(proposal)
    shut = any(each.state is not EnvelopeState.OPENED for each in sealed)
    if shut or not proposal.fingerprint:
        return all(envelopes.is_whole(each) for each in sealed)
    return rules.fingerprint(canonical(whole(proposal))) == proposal.fingerprint
