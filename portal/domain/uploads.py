"""Rules of files that arrive: in which parts, how far the scan for viruses is, what blocks."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from portal.domain.errors import RuleBroken
from portal.domain.proposals import FILE_KINDS

CHUNK = 1024 * 1024
MEGABYTE = 1024 * 1024


class ScanState(StrEnum):
    """How far the scan of a file for viruses is."""

    UNSCANNED = "unscanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


class Scanned(Protocol):
    """A file, as the rules read it."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def scan(self) -> ScanState:
        """How far its scan is."""


_STOPS = {ScanState.WAITING: "file_waiting", ScanState.INFECTED: "file_had_virus"}


def scan_rules(files: Iterable[Scanned]) -> list[RuleBroken]:
    """Return what the scan for viruses has against submitting these files."""
    return [
        RuleBroken(_STOPS[each.scan], field="attachments", name=each.title)
        for each in files
        if each.scan in _STOPS
    ]


def require_scanned(file: Scanned) -> None:
    """Refuse to give out a file that waits for its scan, or did not pass it."""
    if broken := scan_rules([file]):
        raise broken[0]


def require_announced(filename: str, size: int, most: int) -> None:
    """Refuse before the first byte a file that is empty, too large or of no kind taken."""
    if size <= 0:
        raise RuleBroken("file_empty", "file")
    if size > most:
        raise RuleBroken("file_too_large", "file", most=most // MEGABYTE)
    ending = PurePath(filename.lower()).suffix
    if not any(ending in kind.endings for kind in FILE_KINDS):
        raise RuleBroken("file_type", "file")


def require_part(offset: int, length: int, received: int, size: int) -> None:
    """Refuse a part that does not begin where the last one ended, or is too long."""
    if offset != received:
        raise RuleBroken("upload_offset", offset=received)
    if not 0 < length <= min(CHUNK, size - received):
        raise RuleBroken("upload_part", offset=received)
