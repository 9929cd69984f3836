"""What an envelope holds: a manifest, then the bytes of the files that it lists."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from portal.domain.envelopes import canonical
from portal.domain.errors import RuleBroken

SIZE_BYTES = 8
LONGEST_MANIFEST = 32 * 1024 * 1024
HEX_DIGITS = 64

File = tuple[str, int, Iterable[bytes]]


def pack(manifest: Mapping[str, object], files: Iterable[File]) -> tuple[int, Iterator[bytes]]:
    """Return the length of a package and its bytes in pieces.

    A file is its SHA-256, its size and its bytes; each is read only when its turn has come,
    and packing stops when a file is not what was said of it.
    """
    kept = list(files)
    listed = [{"sha256": sha256, "size": size} for sha256, size, _ in kept]
    head = canonical({**manifest, "files": listed})
    length = SIZE_BYTES + len(head) + sum(size for _, size, _ in kept)
    return length, _packed(head, kept)


def _packed(head: bytes, files: Iterable[File]) -> Iterator[bytes]:
    yield len(head).to_bytes(SIZE_BYTES) + head
    for sha256, size, pieces in files:
        yield from _checked(pieces, sha256, size, "sealing_torn")


def _checked(pieces: Iterable[bytes], sha256: str, size: int, rule: str) -> Iterator[bytes]:
    digest, done = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        done += len(piece)
        yield piece
    if (digest.hexdigest(), done) != (sha256, size):
        raise RuleBroken(rule, where="file", sha256=sha256)


def unpack(
    chunks: Iterator[bytes], longest: int = LONGEST_MANIFEST
) -> tuple[dict[str, object], Iterator[tuple[str, Iterator[bytes]]]]:
    """Return the manifest of a package, and each file's SHA-256 with its bytes in pieces.

    The manifest has at most ``longest`` bytes.

    The files come in their order, each to be read before the next. Only when the last has
    been taken is it sure that nothing is missing, changed or too much.
    """
    source = _Source(chunks)
    size = int.from_bytes(b"".join(source.take(SIZE_BYTES)))
    if size > longest:
        raise _damaged("manifest")
    manifest = _read(b"".join(source.take(size)))
    return manifest, _files(source, _listed(manifest))


def _read(head: bytes) -> dict[str, object]:
    try:
        manifest = json.loads(head)
        if isinstance(manifest, dict) and canonical(manifest) == head:
            return manifest
    except (ValueError, RecursionError) as failure:
        raise _damaged("manifest") from failure
    raise _damaged("manifest")


def _listed(manifest: Mapping[str, object]) -> list[tuple[str, int]]:
    listed = manifest.get("files")
    if not isinstance(listed, list) or not all(map(_is_entry, listed)):
        raise _damaged("manifest")
    return [(each["sha256"], each["size"]) for each in listed]


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or set(entry) != {"sha256", "size"}:
        return False
    sha256, size = entry["sha256"], entry["size"]
    return isinstance(sha256, str) and len(sha256) == HEX_DIGITS and type(size) is int


def _files(
    source: "_Source", listed: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    for sha256, size in listed:
        pieces = _checked(source.take(size), sha256, size, "envelope_damaged")
        yield sha256, pieces
        for _ in pieces:
            """Whoever skips a file still learns whether it is whole."""
    source.finish()


class _Source:
    """Pieces of any size, taken as so many bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def take(self, size: int) -> Iterator[bytes]:
        """Yield the next ``size`` bytes in pieces; refused when there are not as many."""
        while size > 0:
            piece = self._held or next(self._chunks, b"")
            if not piece:
                raise _damaged("length")
            self._held = piece[size:]
            size -= len(piece)
            yield piece[: len(piece) - len(self._held)]

    def finish(self) -> None:
        """Refuse what comes after the last file."""
        if self._held or any(self._chunks):
            raise _damaged("length")


def _damaged(where: str) -> RuleBroken:
    return RuleBroken("envelope_damaged", where=where)
