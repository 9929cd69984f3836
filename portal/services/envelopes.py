"""Sealed envelopes as files: written once and flushed, read in pieces, never readable here."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from portal.domain import own_packages
from portal.domain.envelopes import Bound, SealedFile, open_envelope, seal
from portal.domain.errors import Refusal, RuleBroken
from portal.domain.seal_keys import KeyPair
from portal.domain.sealed_package import LONGEST_MANIFEST, pack, unpack
from portal.models import Envelope, Proposal
from portal.services import files, proposal_snapshot
from portal.services.prepared import Prepared

AREA = "envelopes"
PIECE = 1024 * 1024
Package = tuple[Mapping[str, Any], Iterator[tuple[str, Iterable[bytes]]]]
"""What an envelope holds: the manifest, and each file's SHA-256 with its bytes in pieces."""


def bound(envelope: Envelope) -> Bound:
    """Return what an envelope is bound to: its bytes open for nothing else."""
    proposal: Proposal = envelope.proposal
    return Bound(
        proposal.call_id.hex,
        proposal.partner_id.hex,
        proposal.id.hex,
        envelope.number,
        envelope.content.value,
    )


def of(proposal: Proposal) -> list[Envelope]:
    """Return the envelopes of a proposal, the latest number first."""
    return _of(proposal.id)


_of: Prepared[Envelope] = Prepared(
    lambda key: (
        Envelope.select()
        .where(Envelope.proposal == key)
        .order_by(Envelope.number.desc(), Envelope.content)
    )
)


def write(
    envelope: Envelope, manifest: Mapping[str, Any], recipients: Mapping[str, bytes]
) -> None:
    """Seal a manifest and its files into a new file, and note in the row what it became.

    The file is on the disk when the transaction commits.
    """
    fill(envelope, manifest, recipients)
    files.flush_before_commit(files.path(envelope.path))


def fill(
    envelope: Envelope, manifest: Mapping[str, Any], recipients: Mapping[str, bytes]
) -> None:
    """Seal as ``write`` does, into a file that is not flushed to the disk yet."""
    listed = [
        (str(each["sha256"]), int(each["size"]), pieces(str(each["path"])))
        for each in proposal_snapshot.files(manifest)
    ]
    length, parts = pack(manifest, listed)
    name = f"{AREA}/{uuid4().hex}"
    envelope.path = name
    sealed = _written(name, bound(envelope), recipients, parts, length)
    envelope.sha256, envelope.size = sealed.sha256, sealed.size


def _written(
    name: str,
    to: Bound,
    recipients: Mapping[str, bytes],
    parts: Iterable[bytes],
    length: int,
) -> SealedFile:
    path = files.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        return seal(to, recipients, parts, out, length)


def pieces(name: str) -> Iterator[bytes]:
    """Yield the bytes under a name in pieces."""
    with files.path(name).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


@contextmanager
def withdrawn_if_refused(written: list[Envelope]) -> Iterator[None]:
    """Remove what was written when the submission is refused; else the sweep judges by rows."""
    try:
        yield
    except Refusal:
        for each in written:
            files.path(each.path).unlink(missing_ok=True)
        raise


def is_whole(envelope: Envelope) -> bool:
    """Say whether the file of an envelope is, to the byte, what was sealed."""
    digest = hashlib.sha256()
    try:
        for piece in pieces(envelope.path):
            digest.update(piece)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == envelope.sha256


@contextmanager
def opened(envelope: Envelope, recipient: str, pair: KeyPair) -> Iterator[Package]:
    """Open an envelope for one of its recipients; read the files in their order.

    Only when the last file has been taken is it sure that nothing is missing or changed.
    """
    try:
        source = files.path(envelope.path).open("rb")
    except FileNotFoundError as missing:
        raise RuleBroken("envelope_damaged", where="missing") from missing
    longest = own_packages.LONGEST_MANIFEST if envelope.own else LONGEST_MANIFEST
    with source:
        opened_ = open_envelope(source, bound(envelope), recipient, pair)
        yield unpack(opened_, longest)
