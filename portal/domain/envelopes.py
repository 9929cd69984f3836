"""Envelopes: a proposal sealed as a stream, to its call and to its partner.

``IPPSEAL1``, the length of the header (4 bytes), the header as canonical JSON, the 24 bytes
that start a libsodium secretstream, then chunks of 64 KiB, each 17 bytes longer than what it
holds. The header is associated data of every chunk. What the chunks hold begins with its
exact length (8 bytes) and ends with zeros, so that the file tells only a bucket of sizes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import BinaryIO

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from portal.domain.errors import RuleBroken
from portal.domain.seal_keys import KeyPair, open_sealed, raw, seal_to, text

MAGIC = b"IPPSEAL1"
CHUNK = 64 * 1024
LARGEST_DOUBLED = 1024 * 1024
STEPS = 8
SIZE_BYTES = 8
HEADER_BYTES = 4
LONGEST_HEADER = 16 * 1024
START = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
SEALED_CHUNK = CHUNK + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


@dataclass(frozen=True)
class Bound:
    """What an envelope is bound to; its bytes open for nothing else."""

    call: str
    partner: str
    proposal: str
    number: int
    content: str


@dataclass(frozen=True)
class SealedFile:
    """An envelope as it was written."""

    sha256: str
    size: int


def bucket(size: int) -> int:
    """Return to how many bytes a content is filled up.

    Powers of two from 64 KiB up to 1 MiB, then eight steps between two powers of two.
    """
    power = max(CHUNK, 1 << (size - 1).bit_length())
    step = power if power <= LARGEST_DOUBLED else power // 2 // STEPS
    return -(-size // step) * step


def sealed_size(length: int) -> int:
    """Return how many bytes the envelope of a content has at most."""
    chunks = bucket(SIZE_BYTES + length) // CHUNK
    return len(MAGIC) + HEADER_BYTES + LONGEST_HEADER + START + chunks * SEALED_CHUNK


def seal(
    bound: Bound,
    recipients: Mapping[str, bytes],
    parts: Iterable[bytes],
    out: BinaryIO,
    length: int,
) -> SealedFile:
    """Seal the parts, ``length`` bytes in all, so that each recipient's key opens them."""
    key = sodium.crypto_secretstream_xchacha20poly1305_keygen()
    header = _header(bound, recipients, key)
    digest, size = hashlib.sha256(), 0
    for piece in _sealed(header, key, _blocks(parts, length), bucket(SIZE_BYTES + length)):
        out.write(piece)
        digest.update(piece)
        size += len(piece)
    return SealedFile(digest.hexdigest(), size)


def _header(bound: Bound, recipients: Mapping[str, bytes], key: bytes) -> bytes:
    boxes = {name: text(seal_to(public, key)) for name, public in recipients.items()}
    return canonical({"bound": asdict(bound), "key": _committed(key), "recipients": boxes})


def canonical(content: object) -> bytes:
    """Return the one way in which plain JSON is written."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode()


def _committed(key: bytes) -> str:
    """Return what ties an envelope to one key, so that it reads the same for everybody."""
    return hashlib.blake2b(key, digest_size=32, person=b"envelope key").hexdigest()


def _sealed(header: bytes, key: bytes, blocks: Iterable[bytes], padded: int) -> Iterator[bytes]:
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    start = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    yield MAGIC + len(header).to_bytes(HEADER_BYTES) + header + start
    for place, block in enumerate(blocks, 1):
        tag = FINAL if place * CHUNK == padded else MESSAGE
        yield sodium.crypto_secretstream_xchacha20poly1305_push(state, block, header, tag)


def _blocks(parts: Iterable[bytes], length: int) -> Iterator[bytes]:
    """Cut the content, with its length before it and zeros behind it, into whole chunks."""
    held = bytearray(length.to_bytes(SIZE_BYTES))
    done = 0
    for piece in _pieces(parts):
        done += len(piece)
        if done > length:
            break
        held += piece
        if len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    if done != length:
        raise RuleBroken("sealing_torn")
    yield from _filled(held, bucket(SIZE_BYTES + length) - SIZE_BYTES - length)


def _pieces(parts: Iterable[bytes]) -> Iterator[memoryview]:
    for part in parts:
        view = memoryview(part)
        yield from (view[place : place + CHUNK] for place in range(0, len(view), CHUNK))


def _filled(held: bytearray, zeros: int) -> Iterator[bytes]:
    while held or zeros:
        missing = min(CHUNK - len(held), zeros)
        yield bytes(held) + bytes(missing)
        held.clear()
        zeros -= missing


def open_envelope(
    source: BinaryIO, bound: Bound, recipient: str, pair: KeyPair
) -> Iterator[bytes]:
    """Return the content of an envelope in pieces, opened with the key of a recipient.

    Each piece is as it was sealed, but only the end shows that nothing is missing: take
    nothing for true before the last piece has come.
    """
    header = outline(source)
    if header.bound != bound:
        raise _damaged("bound")
    key = open_sealed(pair, raw(header.recipients.get(recipient, "")))
    if _committed(key) != header.key:
        raise _damaged("key")
    return _unfilled(_chunks(source, header.written, key))


@dataclass(frozen=True)
class Outline:
    """What an envelope says of itself in clear; only opening it shows whether that is true."""

    written: bytes
    bound: Bound
    key: str
    recipients: Mapping[str, str]

    @property
    def before_chunks(self) -> int:
        """Return how many bytes stand before the first chunk."""
        return len(MAGIC) + HEADER_BYTES + len(self.written) + START


def outline(source: BinaryIO) -> Outline:
    """Read what an envelope says of itself."""
    if source.read(len(MAGIC)) != MAGIC:
        raise _damaged("start")
    size = int.from_bytes(source.read(HEADER_BYTES))
    written = source.read(min(size, LONGEST_HEADER))
    try:
        told = json.loads(written)
        bound, key = Bound(**told.pop("bound")), str(told.pop("key"))
        recipients = {str(name): str(box) for name, box in told.pop("recipients").items()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as failure:
        raise _damaged("header") from failure
    if told:
        raise _damaged("header")
    return Outline(written, bound, key, recipients)


def _chunks(source: BinaryIO, header: bytes, key: bytes) -> Iterator[bytes]:
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    tag = MESSAGE
    try:
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, source.read(START), key)
        while tag == MESSAGE:
            piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(
                state, source.read(SEALED_CHUNK), header
            )
            yield piece
    except CryptoError as failure:
        raise _damaged("chunk") from failure
    if tag != FINAL or source.read(1):
        raise _damaged("end")


def _unfilled(chunks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(chunks)
    length = int.from_bytes(first[:SIZE_BYTES])
    left, padded = length, 0
    for chunk in chain([first[SIZE_BYTES:]], chunks):
        padded += len(chunk)
        if left:
            yield chunk[:left]
        if any(chunk[left:]):
            raise _damaged("filling")
        left -= min(left, len(chunk))
    if left or padded + SIZE_BYTES != bucket(SIZE_BYTES + length):
        raise _damaged("filling")


def _damaged(where: str) -> RuleBroken:
    """Return the refusal; ``where`` is for the log, people are told that it is damaged."""
    return RuleBroken("envelope_damaged", where=where)
