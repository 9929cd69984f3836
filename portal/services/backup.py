"""A copy of the whole portal in a folder: written while it runs, verified, and put back.

It holds the database as it was at one moment and every file that stood there then. The keys
that sign and seal are no part of it: who has both can forge. ``manifest.json`` comes last, so
a backup that was cut short has none.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal import db
from portal.domain.audit_chain import instant
from portal.domain.errors import RuleBroken
from portal.domain.policy import VISITOR
from portal.services import backup_database, chain, events, files
from portal.services.backup_database import POSTGRESQL, SQLITE, Held, Moment

FORMAT, MANIFEST, FILES = "portal backup 1", "manifest.json", "files"
LINKS, LOCK = "backup-links", "backup-lock"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was made, what its log says, each file's SHA-256."""

    at: str
    database: str
    schema: str
    events: int
    head: str
    missing: Sequence[str]
    """Files that the database names and that were not there."""
    files: Mapping[str, str]


def write(folder: Path, at: datetime) -> Manifest:
    """Write a backup into a new folder while others go on working.

    Raise ``RuleBroken`` where the folder holds something, another backup is being written, or
    the disk takes no more; nothing is left of it then.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RuleBroken("backup_folder", folder=str(folder))
    with _alone() as links:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _written(folder, links, at)
        except RuleBroken:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise RuleBroken("backup_disk", told=str(error.strerror)) from error


def sweep() -> None:
    """Remove what a backup that was killed left: files that were purged since can be read."""
    with suppress(RuleBroken), _alone():
        return


@contextmanager
def _alone() -> Iterator[Path]:
    """Lend the folder of links to one at a time, empty."""
    beside = files.path("").parent
    with (beside / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RuleBroken("backup_running") from error
        shutil.rmtree(beside / LINKS, ignore_errors=True)
        try:
            yield beside / LINKS
        finally:
            shutil.rmtree(beside / LINKS, ignore_errors=True)


def _written(folder: Path, links: Path, at: datetime) -> Manifest:
    """Copy one moment; where a file went away just then, another one, once."""
    with _moment(links) as held:
        if not _missing(held.moment, links):
            return _kept(folder, links, held, at)
    with _moment(links) as held:
        return _kept(folder, links, held, at)


@contextmanager
def _moment(links: Path) -> Iterator[Held]:
    """Hold one moment of the database, with links to the files that stand there then.

    While they are made nobody names another file or takes one away.
    """
    shutil.rmtree(links, ignore_errors=True)
    with ExitStack() as stack:
        with db.atomic():
            db.keep_alone(db.Kept.FILES)
            held = stack.enter_context(backup_database.held())
            _link(files.path(""), links)
        yield held


def _link(source: Path, target: Path) -> None:
    for place, _folders, names in os.walk(source):
        beside = target / Path(place).relative_to(source)
        beside.mkdir(mode=0o700)
        for name in names:
            with suppress(FileNotFoundError):
                os.link(Path(place, name), beside / name)


def _missing(moment: Moment, links: Path) -> list[str]:
    return sorted(each for each in moment.named if not (links / each).exists())


def _kept(folder: Path, links: Path, held: Held, at: datetime) -> Manifest:
    copy = folder / backup_database.name()
    held.copy(copy)
    copy.chmod(0o600)
    files.flush(copy)
    moment = held.moment
    made = Manifest(
        at=instant(at),
        database=copy.name,
        schema=moment.schema,
        events=moment.events,
        head=moment.head,
        missing=_missing(moment, links),
        files={copy.name: _digest(copy), **dict(_copied(links, folder))},
    )
    told = json.dumps({"format": FORMAT, **asdict(made)}, indent=1)
    _put(folder / MANIFEST, [told.encode()])
    return made


def _copied(links: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Copy all files, flushed, and yield the name of each in the backup with its SHA-256."""
    for file in _files_in(links):
        name = f"{FILES}/{file.relative_to(links).as_posix()}"
        yield name, _put(folder / name, _pieces(file))


def _files_in(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _put(target: Path, pieces: Iterator[bytes] | Sequence[bytes]) -> str:
    """Write a file, readable by its owner, so that it is on the disk; return its SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        for piece in pieces:
            digest.update(piece)
            out.write(piece)
    files.flush(target)
    return digest.hexdigest()


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def verify(folder: Path) -> Manifest:
    """Read a whole backup again and return what it holds; ``RuleBroken`` names what is wrong.

    It was written to its end, each file is what was written, none is there beside them, and
    the database is whole and names no file that is not there.
    """
    told = _read(folder)
    found = {each.relative_to(folder).as_posix() for each in _files_in(folder)} - {MANIFEST}
    for name in sorted(told.files.keys() ^ found):
        raise RuleBroken("backup_lacks" if name in told.files else "backup_beside", file=name)
    for name, sha256 in told.files.items():
        if _digest(folder / name) != sha256:
            raise RuleBroken("backup_differs", file=name)
    _require_whole(told, backup_database.look_into(folder / told.database))
    return told


def _read(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_text())
        if told.pop("format") != FORMAT or told["database"] not in {SQLITE, POSTGRESQL}:
            raise RuleBroken("backup_unfinished")
        return Manifest(**told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuleBroken("backup_unfinished") from error


def _require_whole(told: Manifest, moment: Moment | None) -> None:
    if moment is None:
        return
    if (moment.schema, moment.events, moment.head) != (told.schema, told.events, told.head):
        raise RuleBroken("backup_differs", file=told.database)
    there = {name.removeprefix(f"{FILES}/") for name in told.files}
    for name in sorted(moment.named - there - set(told.missing)):
        raise RuleBroken("backup_lacks", file=name)


def restore(folder: Path) -> Manifest:
    """Put a backup back into a portal that is empty; the database comes last.

    Raise ``RuleBroken`` where the backup does not hold, is of the other database, or where
    something is there already; nothing is touched then.
    """
    told = verify(folder)
    if told.database != backup_database.name():
        raise RuleBroken("backup_other", database=told.database)
    if not backup_database.is_empty() or _files_in(files.path("")):
        raise RuleBroken("backup_not_empty")
    for name in told.files:
        if name != told.database:
            _put(files.path(name.removeprefix(f"{FILES}/")), _pieces(folder / name))
    backup_database.put_back(folder / told.database)
    return told


def note_restored(told: Manifest, at: datetime) -> None:
    """Write into the log that the portal goes on from a backup, and of which moment."""
    with db.atomic():
        facts = {"backup": told.at, "events": told.events}
        events.record(VISITOR, "audit.backup_restored", chain.head(), at, **facts)
