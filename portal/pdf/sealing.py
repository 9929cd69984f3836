"""Sealing a printed document (PAdES), and telling whether a file still is what was sealed."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

import structlog
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from portal.domain.errors import RuleBroken
from portal.pdf.stamping import Authority, NoStampError, Stamp
from portal.services import seal_key

FIELD = "PortalSeal"
log = structlog.get_logger()


class SealState(StrEnum):
    """What a file says of itself when its seal is looked at."""

    GENUINE = "genuine"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verdict:
    """What was found: whose seal, over what, when it says it was put, and who stamped it."""

    state: SealState
    said: str = ""
    at: datetime | None = None
    certificate: str = ""
    stamp: Stamp | None = None


def seal(content: bytes, said: str, at: datetime) -> bytes:
    """Return the same document with the portal's seal: what was there is not touched.

    ``said`` stands in the seal as its reason. Nobody can add anything to the file afterwards
    without breaking it. Raise RuleBroken when there is no key, or no stamp where the settings
    ask for one; where they do not, a seal without it is put and the log says so.
    """
    key, mine = seal_key.require_ready(at), seal_key.settings()
    try:
        return asyncio.run(_seal(content, said, at, key, mine.timestamps))
    except NoStampError as error:
        if mine.needs_stamp:
            raise RuleBroken("seal_timestamp_missing") from error
        log.warning("sealed without a time stamp", error=str(error))
        return asyncio.run(_seal(content, said, at, key, ""))


async def _seal(
    content: bytes, said: str, at: datetime, key: seal_key.Key, authority: str
) -> bytes:
    signer = SimpleSigner.load_pkcs12_data(key.content, [], key.passphrase)
    about = PdfSignatureMetadata(
        field_name=FIELD,
        reason=said,
        location=seal_key.settings().name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    out, stamps = BytesIO(), Authority(authority) if authority else None
    sealer = _Dated(about, signer, timestamper=stamps)
    sealer.at = at
    await sealer.async_sign_pdf(_Adding(BytesIO(content)), output=out)
    return out.getvalue()


class _Adding(IncrementalPdfFileWriter):
    """A writer that adds the seal and leaves what the document says of itself as it is."""

    def _update_meta(self) -> None:
        """Leave the title and the declaration of PDF/A untouched."""


class _Dated(PdfSigner):
    """A signer that writes the portal's moment, as its clock and its log say it."""

    at: datetime

    def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:  # noqa: ANN401 - the library's
        session = super().init_signing_session(*given, **named)
        session.system_time = self.at
        return session


def check(content: bytes) -> Verdict:
    """Say whether a file bears the portal's seal and whether it is as it was sealed."""
    try:
        found = list(PdfFileReader(BytesIO(content)).embedded_signatures)
        return _judged(found)
    except Exception:  # noqa: BLE001 - whatever a strange file does to the reader, it is strange
        return Verdict(SealState.UNREADABLE)


def _judged(found: list[EmbeddedPdfSignature]) -> Verdict:
    if not found:
        return Verdict(SealState.UNSEALED)
    known = set(seal_key.known())
    ours = next((each for each in found if _print(each) in known), None)
    if ours is None:
        return _told(found[0], SealState.FOREIGN)
    status = _status(ours)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    holds = whole and status.intact and status.valid
    state = SealState.GENUINE if holds else SealState.CHANGED
    return replace(_told(ours, state), stamp=_stamp(status))


def _status(ours: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Look whether the seal is the certificate's own, and what it covers."""
    itself = ValidationContext(
        trust_roots=[ours.signer_cert],
        allow_fetching=False,
        moment=ours.self_reported_timestamp,
    )
    return validate_pdf_signature(ours, itself, skip_diff=True)


def _stamp(status: PdfSignatureStatus) -> Stamp | None:
    """Return the stamp in a seal when it is over this very seal."""
    found = status.timestamp_validity
    if found is None or not (found.intact and found.valid):
        return None
    return Stamp(found.timestamp, found.signing_cert.subject.human_friendly)


def _told(each: EmbeddedPdfSignature, state: SealState) -> Verdict:
    said = str(each.sig_object.get("/Reason", ""))
    return Verdict(state, said, each.self_reported_timestamp, _print(each))


def _print(each: EmbeddedPdfSignature) -> str:
    return bytes(each.signer_cert.sha256).hex()
