"""The key under which bank account numbers rest: made at first use, kept beside the database.

Whoever has the database or a backup alone reads no number; whoever lost the key neither.
"""

import contextlib
import os
import secrets
from pathlib import Path

from portal.domain import locked

KEPT = "data-key"
_place: dict[str, Path] = {}
_given: dict[str, str] = {}


def use(folder: Path, keys: str = "") -> None:
    """Keep the key in this folder, or take the given ones, the present one first."""
    _place["folder"] = folder
    _given["keys"] = keys


def ring() -> locked.Ring:
    """Return the keys of this portal; none where none was made yet, or where it was lost."""
    if _given["keys"]:
        return locked.ring(_given["keys"])
    kept = _place["folder"] / KEPT
    return locked.ring(kept.read_text(encoding="ascii")) if kept.exists() else locked.Ring()


def is_given() -> bool:
    """Say whether the keys come from the environment, where the portal cannot change them."""
    return bool(_given["keys"])


def make() -> locked.Ring:
    """Return the keys, with a first one made where there was none.

    When another process makes one at the same time, the first one stands.
    """
    fresh = _written(locked.new_key())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, _place["folder"] / KEPT)
    fresh.unlink()
    return ring()


def renew() -> locked.Ring:
    """Put another key before the present ones; these still open what older backups hold."""
    kept = _place["folder"] / KEPT
    before = "\n".join(map(locked.text_of, ring().keys))
    _written(f"{locked.new_key()}\n{before}").replace(kept)
    return ring()


def _written(content: str) -> Path:
    """Write a file that only this user reads, whole and on the disk, beside the kept one."""
    _place["folder"].mkdir(parents=True, exist_ok=True)
    fresh = _place["folder"] / f"{KEPT}.{secrets.token_hex(8)}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh
