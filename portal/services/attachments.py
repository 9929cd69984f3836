"""Files of a proposal: judged by their content, stored once, given back as they came."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import magic
import puremagic

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import Actor, require
from portal.domain.proposals import FileKind, clean_filename, file_kind
from portal.models import Attachment, Proposal
from portal.services import events, files
from portal.services.proposal_drafts import hold
from portal.services.proposal_eligibility import purposes
from portal.services.steps import found

MEGABYTE = 1024 * 1024
_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, what its sender calls it, and what it is for.

    ``required`` is the document of the call that it is, ``proves`` the eligibility question
    that it proves; neither for a file of the partner's own choice.
    """

    title: str
    filename: str
    content: bytes
    required: UUID | None = None
    proves: UUID | None = None


@dataclass(frozen=True)
class Limits:
    """The most bytes of a file and the most files of a proposal."""

    size: int
    count: int


def add(
    proposal: Proposal, upload: Upload, limits: Limits, by: Actor, at: datetime
) -> Attachment:
    """Attach a file to a draft; the same file under the same title is attached once."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    kind = checked(upload, limits)
    _require_asked(proposal, upload)
    with atomic():
        hold(proposal)
        there = _same(proposal, upload)
        if there is not None:
            return there
        if Attachment.select().where(Attachment.proposal == proposal).count() >= limits.count:
            raise RuleBroken("too_many_files", "file", most=limits.count)
        made = Attachment.create(
            **_row(proposal, upload, kind), added_at=at, added_by=by.person_id
        )
        events.record(by, "proposal.attached", proposal, at, sha256=made.sha256)
    return made


def _require_asked(proposal: Proposal, upload: Upload) -> None:
    documents, proofs = purposes(proposal)
    if upload.required not in {None, *(each.id for each in documents)}:
        raise RuleBroken("document_unknown", "purpose")
    if upload.proves not in {None, *(each.id for each in proofs)}:
        raise RuleBroken("document_unknown", "purpose")


def _row(proposal: Proposal, upload: Upload, kind: FileKind) -> dict[str, object]:
    return {
        "proposal": proposal,
        "title": upload.title,
        "required": upload.required,
        "proves": upload.proves,
        "filename": clean_filename(upload.filename),
        "media_type": kind.media_type,
        "size": len(upload.content),
        "sha256": files.digest(upload.content),
        "path": files.put("attachments", upload.content),
    }


def _same(proposal: Proposal, upload: Upload) -> Attachment | None:
    return Attachment.get_or_none(
        (Attachment.proposal == proposal)
        & (Attachment.title == upload.title)
        & _is(Attachment.required, upload.required)
        & _is(Attachment.proves, upload.proves)
        & (Attachment.sha256 == files.digest(upload.content))
    )


def _is(column: Any, key: UUID | None) -> Any:  # noqa: ANN401 - a column and a condition
    return column.is_null() if key is None else column == key


def checked(upload: Upload, limits: Limits) -> FileKind:
    """Return the kind of a file, or refuse one that is empty, too large or of no kind taken."""
    if not upload.content:
        raise RuleBroken("file_empty", "file")
    if len(upload.content) > limits.size:
        raise RuleBroken("file_too_large", "file", most=limits.size // MEGABYTE)
    told = magic.from_buffer(upload.content, mime=True)
    kind = file_kind(upload.filename, told, _possible(upload.content))
    if kind is None or not _office_holds(kind, upload.content):
        raise RuleBroken("file_type", "file")
    return kind


def _possible(content: bytes) -> set[str]:
    try:
        return {guess.mime_type for guess in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _office_holds(kind: FileKind, content: bytes) -> bool:
    part = _PARTS.get(kind.endings[0])
    if part is None:
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
    except zipfile.BadZipFile:
        return False
    return part in names and not any(name.endswith("vbaProject.bin") for name in names)


def of(proposal: Proposal, attachment_id: UUID) -> Attachment:
    """Return one file of this proposal; ``NotFound`` when it has none under this key."""
    return found(
        Attachment.get_or_none(
            (Attachment.id == attachment_id) & (Attachment.proposal == proposal)
        )
    )


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
