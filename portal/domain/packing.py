"""A package of files whose bytes depend on what it holds and on nothing else."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date that each entry bears: the earliest that a ZIP can hold."""
_READABLE = 0o644 << 16
_UNSAFE = re.compile(r"[^\w.() -]+")
_LONGEST = 120
_UNIX = 3


def safe_name(text: str) -> str:
    """Return a text as the name of a file: no path, no control mark, not too long."""
    plain = _UNSAFE.sub("-", text.replace("/", "-")).strip(" .-") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending)]}.{ending[:_LONGEST]}"


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names with a number where one comes again, whatever its case."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        stem, dot, ending = name.rpartition(".")
        again = f"{stem} ({count}).{ending}" if dot else f"{name} ({count})"
        made.append(name if count == 1 else again)
    return made


def entry(name: str) -> zipfile.ZipInfo:
    """Return the head of an entry: stored as it is, dated the same on every machine."""
    made = zipfile.ZipInfo(name, FIRST_DAY)
    made.compress_type = zipfile.ZIP_STORED
    made.create_system = _UNIX
    made.external_attr = _READABLE
    return made


def sums(digests: Mapping[str, str]) -> str:
    """Return the list that ``sha256sum --check`` reads, in the order of the names."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def digest_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the size of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
