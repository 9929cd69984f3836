"""Files that arrive in parts: begun, continued where they were cut, made whole, swept up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.proposals import clean_filename
from portal.domain.uploads import require_announced, require_part
from portal.models import Attachment, PendingUpload, Proposal
from portal.services import attachments, files
from portal.services.file_checks import Limits, Upload
from portal.services.prepared import Prepared
from portal.services.proposal_drafts import hold
from portal.services.steps import found, fresh

AREA = "uploads"
ENVELOPE = "envelope:"
"""How the purpose of an upload begins that is no file of the draft but a sealed envelope."""


@dataclass(frozen=True)
class Announced:
    """What a browser tells of a file before it sends the first part.

    ``sha256`` is empty when the browser cannot compute it.
    """

    title: str
    purpose: str
    filename: str
    size: int
    sha256: str = ""


def begin(
    proposal: Proposal, told: Announced, limits: Limits, by: Actor, at: datetime
) -> PendingUpload:
    """Begin an upload, or return the one of the same file that was cut."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    require_announced(told.filename, told.size, limits.size)
    changes = {"title": told.title, "purpose": told.purpose, "touched_at": at}
    with atomic():
        hold(proposal)
        there = _same(proposal, told)
        if there is not None:
            PendingUpload.update(changes).where(PendingUpload.id == there.id).execute()
            return fresh(there)
        if attachments.count(proposal) + len(under_way(proposal)) >= limits.count:
            raise RuleBroken("too_many_files", "file", most=limits.count)
        return create(proposal, told, by, at)


def create(proposal: Proposal, told: Announced, by: Actor, at: datetime) -> PendingUpload:
    """Note an upload of which nothing has arrived yet, in the caller's transaction."""
    return PendingUpload.create(
        proposal=proposal,
        title=told.title,
        purpose=told.purpose,
        filename=clean_filename(told.filename),
        size=told.size,
        sha256=told.sha256,
        started_by=by.person_id,
        started_at=at,
        touched_at=at,
    )


def _same(proposal: Proposal, told: Announced) -> PendingUpload | None:
    return PendingUpload.get_or_none(
        (PendingUpload.proposal == proposal)
        & (PendingUpload.filename == clean_filename(told.filename))
        & (PendingUpload.size == told.size)
        & (PendingUpload.sha256 == told.sha256)
    )


def under_way(proposal: Proposal) -> list[PendingUpload]:
    """Return the files of a proposal that are not whole yet, the oldest first."""
    return [each for each in all_of(proposal) if not each.purpose.startswith(ENVELOPE)]


def all_of(proposal: Proposal) -> list[PendingUpload]:
    """Return every upload of a proposal, also of envelopes, the oldest first."""
    return _all_of(proposal.id)


_all_of: Prepared[PendingUpload] = Prepared(
    lambda key: (
        PendingUpload.select()
        .where(PendingUpload.proposal == key)
        .order_by(PendingUpload.started_at, PendingUpload.id)
    )
)


def of(proposal: Proposal, upload_id: UUID) -> PendingUpload:
    """Return one upload of this proposal; ``NotFound`` when it has none under this key."""
    mine = (PendingUpload.id == upload_id) & (PendingUpload.proposal == proposal)
    return found(PendingUpload.get_or_none(mine))


def append(upload: PendingUpload, offset: int, part: bytes, by: Actor, at: datetime) -> int:
    """Keep the next part on disk and return how many bytes are there now.

    A part at a wrong place is refused with the right one, so that nothing is kept twice.
    """
    require(by, Action.WRITE_PROPOSAL, upload.proposal)
    require_part(offset, len(part), upload.received, upload.size)
    changes = {
        "parts": [*upload.parts, files.put(area(upload), part)],
        "received": offset + len(part),
        "touched_at": at,
    }
    here = (PendingUpload.id == upload.id) & (PendingUpload.received == offset)
    with atomic():
        hold(upload.proposal)
        if not PendingUpload.update(changes).where(here).execute():
            raise RuleBroken("upload_offset", offset=fresh(upload).received)
    return offset + len(part)


def area(upload: PendingUpload) -> str:
    """Return where the parts of an upload lie."""
    return f"{AREA}/{upload.id}"


def finish(
    upload: PendingUpload,
    purpose: Mapping[str, UUID],
    limits: Limits,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Attach the whole file once its SHA-256 is the browser's; the parts are then forgotten.

    A file that cannot be taken is forgotten too; one that only came too late or found the disk
    full stays as it is.
    """
    require(by, Action.WRITE_PROPOSAL, upload.proposal)
    if upload.purpose.startswith(ENVELOPE):
        raise NotFound
    if upload.received != upload.size:
        raise RuleBroken("upload_offset", offset=upload.received)
    sent = Upload(upload.title, upload.filename, _whole(upload), **purpose)
    try:
        _require_undamaged(upload, sent.content)
        made = attachments.add(upload.proposal, sent, limits, by, at)
    except RuleBroken as broken:
        if broken.field == "file" and broken.rule not in {"store_full", "too_many_files"}:
            forget(upload)
        raise
    forget(upload)
    return made


def _whole(upload: PendingUpload) -> bytes:
    return b"".join(files.read(name) for name in upload.parts)


def _require_undamaged(upload: PendingUpload, content: bytes) -> None:
    if upload.sha256 and files.digest(content) != upload.sha256:
        raise RuleBroken("upload_damaged", "file")


def discard(upload: PendingUpload, by: Actor) -> None:
    """Give up an upload that was cut, with what has arrived of it."""
    require(by, Action.WRITE_PROPOSAL, upload.proposal)
    forget(upload)


def forget(upload: PendingUpload) -> None:
    """Remove an upload and the parts that have arrived of it."""
    PendingUpload.delete().where(PendingUpload.id == upload.id).execute()
    for name in files.names(area(upload)):
        files.remove(name)


def sweep(at: datetime, hours: int) -> int:
    """Forget the uploads that nobody went on with for some hours, and parts of none.

    Return how many uploads were forgotten.
    """
    old = PendingUpload.touched_at < at - timedelta(hours=hours)
    expired = list(PendingUpload.select().where(old))
    for upload in expired:
        forget(upload)
    known = {str(each.id) for each in PendingUpload.select(PendingUpload.id)}
    for name in files.names(AREA):
        if name.split("/")[1] not in known:
            files.remove(name)
    return len(expired)
