"""Cleaning what was sent, in a process of its own that a hostile file may take down."""

import subprocess
import sys
from threading import BoundedSemaphore

from portal.domain import cleaning
from portal.domain.errors import RuleBroken
from portal.domain.proposals import FileKind

LONGEST = 60.0
_turns = BoundedSemaphore(2)
"""So many files are cleaned at once by a process: each takes a core, and memory of its own."""


def cleaned(kind: FileKind, content: bytes) -> bytes:
    """Return what is kept of a file; refuse in words what cannot be kept."""
    command = [sys.executable, "-P", str(cleaning.__file__), kind.endings[-1].lstrip(".")]
    try:
        with _turns:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                command, input=content, capture_output=True, timeout=LONGEST, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise RuleBroken("file_bomb", "file") from error
    if done.returncode == cleaning.REFUSED:
        raise RuleBroken(done.stdout.decode(), field="file")
    if done.returncode:
        raise RuleBroken("file_bomb" if done.returncode < 0 else "file_broken", field="file")
    return done.stdout
