"""Files of proposals in clear: removed once nobody refers to them, or swept up later."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from portal import db
from portal.db import atomic
from portal.line import Gathered
from portal.models import Attachment, Envelope, Proposal
from portal.services import envelopes, files, uploads
from portal.services.prepared import Prepared

AREA = "attachments"
SWEPT_AFTER = timedelta(hours=1)


def of(proposal: Proposal) -> list[str]:
    """Return the names under which files of a proposal lie, and parts of those not whole."""
    parts = [files.names(uploads.area(each)) for each in uploads.all_of(proposal)]
    mine = (path for (path,) in _paths(proposal.id))
    return sorted({*mine, *chain.from_iterable(parts)})


_paths: Prepared[tuple[str]] = Prepared(
    lambda key: Attachment.select(Attachment.path).where(Attachment.proposal == key),
    plain=tuple,
)
_users: Prepared[tuple[str]] = Prepared(
    lambda path: Attachment.select(Attachment.path).where(Attachment.path == path).limit(1),
    plain=tuple,
)


def remove_soon(paths: Iterable[str]) -> None:
    """Remove what no proposal refers to, in one transaction for all who ask meanwhile."""
    _asked.extend(paths)
    _removed()


def _remove_asked() -> None:
    remove([_asked.popleft() for _ in range(len(_asked))])


_asked: deque[str] = deque()
_removed = Gathered(_remove_asked)


def remove(paths: Iterable[str]) -> None:
    """Remove the files that no proposal refers to any more.

    Nobody attaches one meanwhile: whoever does keeps the files first.
    """
    with atomic():
        db.keep_alone(db.Kept.FILES)
        for name in paths:
            if not _users(name):
                files.path(name).unlink(missing_ok=True)


def sweep(at: datetime) -> int:
    """Remove what an interrupted submission left: files and envelopes without a row.

    Only what has lain for an hour is looked at; return how many files went.
    """
    lost = [*_lost(AREA, Attachment, at), *_lost(envelopes.AREA, Envelope, at)]
    remove(name for name in lost if name.startswith(AREA))
    for name in lost:
        if name.startswith(envelopes.AREA):
            files.path(name).unlink(missing_ok=True)
    return len(lost)


def _lost(area: str, table: type[Attachment] | type[Envelope], at: datetime) -> list[str]:
    root = files.path(area)
    old = [str(each.relative_to(root.parent)) for each in root.rglob("*") if _is_old(each, at)]
    known = {row.path for row in table.select(table.path)} if old else set()
    return [name for name in old if name not in known]


def _is_old(path: Path, at: datetime) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < (at - SWEPT_AFTER).timestamp()
    except FileNotFoundError:
        return False
