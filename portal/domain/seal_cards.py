"""The card of a proposal: what a partner needs to seal it on a computer of its own.

It holds no secret: what the envelope is to be bound to, and the keys it is to be sealed to.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import BinaryIO

from portal.domain.envelopes import (
    CHUNK,
    SEALED_CHUNK,
    SIZE_BYTES,
    Bound,
    bucket,
    canonical,
    outline,
)
from portal.domain.errors import RuleBroken
from portal.domain.seal_keys import SIZE, raw, text

KIND = "ipp-seal-card-1"
LARGEST = 16 * 1024
MAGIC = b"IPPPACK1"


def card(bound: Bound, recipients: Mapping[str, bytes]) -> bytes:
    """Return the card as a file."""
    keys = {name: text(public) for name, public in recipients.items()}
    return canonical({"kind": KIND, "bound": asdict(bound), "recipients": keys})


def read_card(file: bytes) -> tuple[Bound, dict[str, bytes]]:
    """Return what a card says; refused when it is none."""
    try:
        told = json.loads(file[:LARGEST])
        kind, bound = told["kind"], Bound(**told["bound"])
        recipients = {str(name): raw(key) for name, key in told["recipients"].items()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as failure:
        raise RuleBroken("card_damaged") from failure
    if kind != KIND or not recipients or any(len(key) != SIZE for key in recipients.values()):
        raise RuleBroken("card_damaged")
    return bound, recipients


def head(card: bytes) -> bytes:
    """Return how a package begins that carries its card before what is to be sealed."""
    return MAGIC + len(card).to_bytes(SIZE_BYTES) + card


def read_head(source: BinaryIO) -> bytes | None:
    """Return the card that a package carries and leave the rest to be read; None without."""
    if source.read(len(MAGIC)) != MAGIC:
        return None
    return source.read(min(int.from_bytes(source.read(SIZE_BYTES)), LARGEST))


def require_envelope(
    source: BinaryIO, size: int, bound: Bound, recipients: Mapping[str, bytes]
) -> None:
    """Refuse what nobody could ever open: all that can be seen of an envelope without a key.

    It must be bound as the card says, sealed to the same recipients, and fill a bucket.
    """
    told = outline(source)
    if told.bound != bound or set(told.recipients) != set(recipients):
        raise RuleBroken("envelope_for_other", "envelope")
    chunks, rest = divmod(size - told.before_chunks, SEALED_CHUNK)
    padded = chunks * CHUNK
    if rest or padded < SIZE_BYTES or bucket(padded) != padded:
        raise RuleBroken("envelope_damaged", "envelope", where="size")
