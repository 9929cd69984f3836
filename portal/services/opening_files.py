"""Files out of an envelope: written in pieces beside the store, then given their names at once.

What lies beside is named after the run and is thrown away with it, so that a worker killed in
the middle leaves nothing readable behind.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import UUID, uuid4

from portal.domain.errors import RuleBroken
from portal.services import files

AREA = "opening"
_NAMED = re.compile(r"[a-z]+/([0-9a-f]{2})/([0-9a-f]{64})(?:\.[a-z]{1,8})?")


Staged = Sequence[tuple[Path, str]]
"""Files beside the store, each with the name that it is to get."""


def stage(
    run_id: UUID, listed: Iterable[str], found: Iterator[tuple[str, Iterable[bytes]]]
) -> Staged:
    """Write the files of an envelope beside the store; return each with the name it is to get.

    ``listed`` are the names that the proposal gives them; ``found`` their SHA-256 and bytes.
    Only when the last has been taken is it sure that the envelope is whole.
    """
    names = list(listed)
    staged = [(_written(run_id, pieces), sha256) for sha256, pieces in found]
    if len(staged) != len(names):
        raise RuleBroken("envelope_damaged", where="files")
    return [
        (path, _checked(name, sha256))
        for (path, sha256), name in zip(staged, names, strict=True)
    ]


def _written(run_id: UUID, pieces: Iterable[bytes]) -> Path:
    path = files.path(f"{AREA}/{run_id}/{uuid4()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return path


def _checked(name: str, sha256: str) -> str:
    """Take no name for a file but one that its own SHA-256 gives it."""
    match = _NAMED.fullmatch(name)
    if match is None or match.groups() != (sha256[:2], sha256):
        raise RuleBroken("envelope_damaged", where="name")
    return name


def give_names(staged: Staged) -> None:
    """Move files into the store; one whose name is there already is the same one."""
    for path, name in staged:
        goal = files.path(name)
        goal.parent.mkdir(parents=True, exist_ok=True)
        path.replace(goal)
        files.flush(goal)


def clear(run_id: UUID) -> None:
    """Throw away what lies beside the store for a run."""
    shutil.rmtree(files.path(f"{AREA}/{run_id}"), ignore_errors=True)
