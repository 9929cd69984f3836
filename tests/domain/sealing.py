"""Envelopes for tests: sealed as the portal does it, and as a forger with the key would."""

from dataclasses import asdict, replace
from io import BytesIO

from nacl import bindings as sodium

from portal.domain import envelopes, seal_keys
from portal.domain.envelopes import CHUNK, FINAL, MESSAGE, SIZE_BYTES, Bound, bucket

CALL, PARTNER = seal_keys.new_pair(), seal_keys.new_pair()
RECIPIENTS = {"call": CALL.public, "partner": PARTNER.public}
PAIRS = {"call": CALL, "partner": PARTNER}
BOUND = Bound(call="c" * 32, partner="a" * 32, proposal="d" * 32, number=2, content="whole")


def sealed(content, bound=BOUND, recipients=RECIPIENTS):
    """The bytes of an envelope with this content."""
    out = BytesIO()
    file = envelopes.seal(bound, recipients, [content], out, len(content))
    assert file.size == len(out.getvalue())
    return out.getvalue()


def opened(envelope, recipient="call", bound=BOUND, pair=None):
    """The content of an envelope."""
    pieces = envelopes.open_envelope(
        BytesIO(envelope), bound, recipient, pair or PAIRS[recipient]
    )
    return b"".join(pieces)


def parts(envelope):
    """The header of an envelope, the start of its stream, and its chunks."""
    head = len(envelopes.MAGIC)
    start = head + envelopes.HEADER_BYTES
    end = start + int.from_bytes(envelope[head:start])
    body = envelope[end + envelopes.START :]
    size = envelopes.SEALED_CHUNK
    chunks = [body[place : place + size] for place in range(0, len(body), size)]
    return envelope[start:end], envelope[end : end + envelopes.START], chunks


def joined(header, start, chunks):
    """An envelope from its parts."""
    size = len(header).to_bytes(envelopes.HEADER_BYTES)
    return envelopes.MAGIC + size + header + start + b"".join(chunks)


def forged(plain, tags=None, bound=BOUND, **said):
    """An envelope of plain chunks as somebody makes it who knows the key of its stream."""
    key = said.pop("key", None) or sodium.crypto_secretstream_xchacha20poly1305_keygen()
    boxes = {
        name: seal_keys.text(seal_keys.seal_to(public, said.get(name, key)))
        for name, public in RECIPIENTS.items()
    }
    told = {"bound": asdict(bound), "key": envelopes._committed(key), "recipients": boxes}
    header = envelopes.canonical(told)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    start = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    tags = tags or [MESSAGE] * (len(plain) - 1) + [FINAL]
    chunks = [
        sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, header, tag)
        for chunk, tag in zip(plain, tags, strict=True)
    ]
    return joined(header, start, chunks)


def plain_chunks(content, length=None, padded=None, filling=b"\0"):
    """What the chunks of an envelope hold, or should not hold."""
    said = len(content) if length is None else length
    padded = bucket(SIZE_BYTES + len(content)) if padded is None else padded
    whole = (said.to_bytes(SIZE_BYTES) + content).ljust(padded, filling)
    return [whole[place : place + CHUNK] for place in range(0, len(whole), CHUNK)]


def bound_to(**other):
    """The same envelope bound to something else."""
    return replace(BOUND, **other)
