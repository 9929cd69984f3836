"""What is taken of a file: judged by its content, cleaned, and scanned for viruses."""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import magic
import puremagic

from portal.domain.errors import RuleBroken
from portal.domain.proposals import FILE_KINDS, FileKind, clean_filename, file_kind
from portal.domain.uploads import MEGABYTE, ScanState
from portal.services import files, virus
from portal.services.cleaning import cleaned

_TYPES = "[Content_Types].xml"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, EOFError)
"""What reading a damaged or hostile package raises; a ``RuntimeError`` for one that is locked
or packed in a way that nobody knows."""
_UNSURE = frozenset({"application/zip", "application/octet-stream"})
_OFFICE = tuple(kind.media_type for kind in FILE_KINDS if "officedocument" in kind.media_type)


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


@dataclass(frozen=True)
class Taken:
    """What is kept of a file, and the fingerprint of what was sent."""

    kind: FileKind
    content: bytes
    sent_sha256: str
    sent_size: int
    scan: ScanState


def taken(upload: Upload, limits: Limits) -> Taken:
    """Return what is kept of a file; refuse one that cannot be kept, and say why."""
    kind = checked(upload, limits)
    kept = cleaned(kind, upload.content)
    if len(kept) > 2 * limits.size:
        raise RuleBroken("file_too_large", "file", most=limits.size // MEGABYTE)
    scan = virus.scan(kept)
    return Taken(kind, kept, files.digest(upload.content), len(upload.content), scan)


def taken_at_once(upload: Upload, limits: Limits) -> Taken:
    """Return what is kept of a file where nothing can wait for the scan for viruses."""
    made = taken(upload, limits)
    if made.scan is ScanState.WAITING:
        raise RuleBroken("scanner_away", "file")
    return made


def stored(area: str, upload: Upload, kept: Taken) -> dict[str, object]:
    """Store what is kept of a file in an area of the store; return it as columns of a row."""
    return {
        "filename": clean_filename(upload.filename),
        "media_type": kept.kind.media_type,
        "size": len(kept.content),
        "sha256": files.digest(kept.content),
        "path": files.put(area, kept.content),
    }


def checked(upload: Upload, limits: Limits) -> FileKind:
    """Return the kind of a file, or refuse one that is empty, too large or of no kind taken."""
    if not upload.content:
        raise RuleBroken("file_empty", "file")
    if len(upload.content) > limits.size:
        raise RuleBroken("file_too_large", "file", most=limits.size // MEGABYTE)
    kind = file_kind(upload.filename, _told(upload.content), _possible(upload.content))
    if kind is None:
        raise RuleBroken("file_type", "file")
    return kind


def _told(content: bytes) -> str:
    """Return the media type of a content; libmagic knows packages in the usual order only."""
    told = magic.from_buffer(content, mime=True)
    return _declared(content) or told if told in _UNSURE else told


def _declared(content: bytes) -> str | None:
    """Return the media type that a package of Word or Excel declares for its main part."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package, package.open(_TYPES) as types:
            text = types.read(MEGABYTE)
    except _UNREADABLE:
        return None
    return next((each for each in _OFFICE if f"{each}.main+xml".encode() in text), None)


def _possible(content: bytes) -> set[str]:
    try:
        return {guess.mime_type for guess in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()
