"""Files of a proposal: judged, cleaned and scanned, stored once, read once they are safe."""

from datetime import datetime
from typing import Any
from uuid import UUID

from portal.db import Kept, atomic, keep_together
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import VISITOR, Actor, require
from portal.domain.uploads import ScanState, require_scanned
from portal.models import Attachment, Proposal
from portal.services import events, files, virus
from portal.services.file_checks import Limits, Taken, Upload, checked, stored, taken
from portal.services.proposal_drafts import hold
from portal.services.proposal_eligibility import purposes
from portal.services.steps import found


def add(
    proposal: Proposal, upload: Upload, limits: Limits, by: Actor, at: datetime
) -> Attachment:
    """Attach a file to a draft; the same file under the same title is attached once."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    checked(upload, limits)
    _require_asked(proposal, upload)
    kept = taken(upload, limits)
    with atomic():
        hold(proposal)
        keep_together(Kept.FILES)
        there = _same(proposal, upload, kept)
        if there is not None:
            return there
        if count(proposal) >= limits.count:
            raise RuleBroken("too_many_files", "file", most=limits.count)
        row = _row(proposal, upload, kept, at)
        made = Attachment.create(**row, added_at=at, added_by=by.person_id)
        events.record(by, "proposal.attached", proposal, at, sha256=made.sha256)
    return made


def count(proposal: Proposal) -> int:
    """Return how many files a proposal has."""
    return int(Attachment.select().where(Attachment.proposal == proposal).count())


def _require_asked(proposal: Proposal, upload: Upload) -> None:
    documents, proofs = purposes(proposal)
    if upload.required not in {None, *(each.id for each in documents)}:
        raise RuleBroken("document_unknown", "purpose")
    if upload.proves not in {None, *(each.id for each in proofs)}:
        raise RuleBroken("document_unknown", "purpose")


def _row(proposal: Proposal, upload: Upload, kept: Taken, at: datetime) -> dict[str, object]:
    return {
        "proposal": proposal,
        "title": upload.title,
        "required": upload.required,
        "proves": upload.proves,
        **stored("attachments", upload, kept),
        "sent_sha256": kept.sent_sha256,
        "sent_size": kept.sent_size,
        "scan": kept.scan,
        "scanned_at": at if kept.scan is ScanState.CLEAN else None,
    }


def _same(proposal: Proposal, upload: Upload, kept: Taken) -> Attachment | None:
    return Attachment.get_or_none(
        (Attachment.proposal == proposal)
        & (Attachment.title == upload.title)
        & _is(Attachment.required, upload.required)
        & _is(Attachment.proves, upload.proves)
        & (Attachment.sent_sha256 == kept.sent_sha256)
        & (Attachment.scan != ScanState.INFECTED)
    )


def _is(column: Any, key: UUID | None) -> Any:  # noqa: ANN401 - a column and a condition
    return column.is_null() if key is None else column == key


def of(proposal: Proposal, attachment_id: UUID) -> Attachment:
    """Return one file of this proposal; ``NotFound`` when it has none under this key."""
    return found(
        Attachment.get_or_none(
            (Attachment.id == attachment_id) & (Attachment.proposal == proposal)
        )
    )


def content(attachment: Attachment) -> bytes:
    """Return the bytes of a file; refuse them while they wait for the scan for viruses."""
    require_scanned(attachment)
    return files.read(attachment.path)


def all_of(proposal: Proposal) -> list[Attachment]:
    """Return the files of a proposal in the order they were added."""
    query = Attachment.select().where(Attachment.proposal == proposal)
    return list(query.order_by(Attachment.added_at, Attachment.id))


def remove(proposal: Proposal, attachment_id: UUID, by: Actor, at: datetime) -> None:
    """Take a file off a draft."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    with atomic():
        hold(proposal)
        attachment = of(proposal, attachment_id)
        attachment.delete_instance()
        events.record(by, "proposal.detached", proposal, at, sha256=attachment.sha256)


def scan_waiting(at: datetime) -> int:
    """Scan the files that came while the scanner was away; return how many are decided."""
    waiting = Attachment.select().where(Attachment.scan == ScanState.WAITING)
    return sum(_scan_again(each, at) for each in waiting.order_by(Attachment.added_at))


def _scan_again(attachment: Attachment, at: datetime) -> bool:
    try:
        told = virus.scan(files.read(attachment.path))
    except RuleBroken:
        told = ScanState.INFECTED
    if told is ScanState.WAITING:
        return False
    still = (Attachment.id == attachment.id) & (Attachment.scan == ScanState.WAITING)
    with atomic():
        changed = Attachment.update(scan=told, scanned_at=at).where(still).execute()
        if changed and told is ScanState.INFECTED:
            facts = {"sha256": attachment.sha256}
            events.record(VISITOR, "proposal.file_infected", attachment.proposal, at, **facts)
    if changed and told is ScanState.INFECTED:
        _forget(attachment)
    return bool(changed)


def _forget(attachment: Attachment) -> None:
    """Take the bytes of an infected file out of the store, unless others still wait on them."""
    others = (Attachment.path == attachment.path) & (Attachment.scan != ScanState.INFECTED)
    if not Attachment.select().where(others).exists():
        files.remove(attachment.path)
