"""The file store: bytes under a name, written once, on disk before they are acknowledged."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, GenericError
from obstore.store import LocalStore

from portal import db
from portal.domain.errors import RuleBroken

_root: list[Path] = []
_flushers = ThreadPoolExecutor(4, "flush")


def use(folder: Path) -> None:
    """Keep the files in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _root[:] = [folder]


def _store() -> LocalStore:
    return LocalStore(prefix=_root[0])


def digest(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put(area: str, content: bytes, ending: str = "") -> str:
    """Store the bytes under their own SHA-256 and return the name; the same bytes lie once."""
    sha256 = digest(content)
    name = f"{area}/{sha256[:2]}/{sha256}{ending}"
    try:
        obstore.put(_store(), name, content, mode="create")
        flush(_root[0] / name)
    except AlreadyExistsError:
        return name
    except (GenericError, OSError) as error:
        raise RuleBroken("store_full", "file") from error
    return name


def put_once(name: str, content: bytes) -> bytes:
    """Store the bytes under a name of their own, and return those that stand there.

    Who comes second, or comes again after a crash, gets what the first one stored.
    """
    try:
        obstore.put(_store(), name, content, mode="create")
        flush(_root[0] / name)
    except AlreadyExistsError:
        return read(name)
    except (GenericError, OSError) as error:
        raise RuleBroken("store_full", "file") from error
    return content


def read_if(name: str) -> bytes | None:
    """Return the bytes under a name, or None when there are none."""
    return read(name) if path(name).exists() else None


def path(name: str) -> Path:
    """Return where the bytes of a name lie or are to lie, to be read or written in pieces."""
    return _root[0] / name


def flush(path: Path) -> None:
    """Return once a file and its name are on disk."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def flush_before_commit(path: Path) -> None:
    """Flush a file and its name beside what the transaction goes on with; its commit waits."""
    db.before_commit(_flushers.submit(flush, path).result)


def read(name: str) -> bytes:
    """Return the bytes under a name; ``FileNotFoundError`` when there are none."""
    return bytes(obstore.get(_store(), name).bytes())


def remove(name: str) -> None:
    """Take the bytes under a name away; where there are none, nothing happens."""
    (_root[0] / name).unlink(missing_ok=True)


def names(area: str) -> list[str]:
    """Return the names of everything that lies under an area."""
    return [each["path"] for batch in obstore.list(_store(), prefix=area) for each in batch]
