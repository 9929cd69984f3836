"""Signed text that can be mailed and checked anywhere: Ed25519 over a note or over facts.

A checkpoint is a signed note (C2SP tlog-checkpoint): origin, size, root, further lines, an
empty line, and a line with the signature. Other facts are signed in their canonical form.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from portal.domain.audit_chain import canonical

_ED25519 = b"\x01"
_DASH = "\N{EM DASH}"
_RECEIPT = b"portal receipt 1\n"
_SIGNATURE_BYTES = 64
_HEAD_LINES = 3


def text(raw: bytes) -> str:
    """Write bytes in base64."""
    return base64.b64encode(raw).decode("ascii")


def raw(written: str) -> bytes:
    """Read base64; ``ValueError`` for what is none."""
    return base64.b64decode(written, validate=True)


def key_id(public: bytes) -> str:
    """Return the short name of a public key: the first 16 digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says of the log: its size, the root of its tree, the last hash."""

    origin: str
    size: int
    root: str
    chain: str
    time: str

    @property
    def body(self) -> str:
        """The lines that are signed."""
        root = text(bytes.fromhex(self.root))
        lines = (self.origin, str(self.size), root, f"chain {self.chain}", f"time {self.time}")
        return "\n".join(lines) + "\n"


def sign_checkpoint(told: Checkpoint, key: SigningKey) -> str:
    """Return the signed note of a checkpoint."""
    signed = _hint(told.origin, bytes(key.verify_key)) + key.sign(told.body.encode()).signature
    return f"{told.body}\n{_DASH} {told.origin} {text(signed)}\n"


def read_checkpoint(note: str) -> Checkpoint | None:
    """Return what a note says, whoever signed it; None for what is no checkpoint."""
    lines = note.partition("\n\n")[0].split("\n")
    further = dict(line.partition(" ")[::2] for line in lines[_HEAD_LINES:])
    try:
        origin, size, root = lines[:_HEAD_LINES]
        told = (raw(root).hex(), further["chain"], further["time"])
        found = Checkpoint(origin, int(size), *told)
    except (ValueError, KeyError):
        return None
    return found if note.startswith(f"{found.body}\n{_DASH} ") else None


def signed_by(note: str, public: bytes) -> bool:
    """Say whether the key has signed a note."""
    body, _, signature = note.partition("\n\n")
    try:
        _dash, name, written = signature.strip().split(" ")
        signed = raw(written)
    except ValueError:
        return False
    if signed[:-_SIGNATURE_BYTES] != _hint(name, public):
        return False
    return _holds(public, f"{body}\n".encode(), signed[-_SIGNATURE_BYTES:])


def _hint(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def sign_facts(facts: Mapping[str, object], key: SigningKey) -> str:
    """Return the signature over the facts of a receipt, in base64."""
    return text(key.sign(_RECEIPT + canonical(facts)).signature)


def facts_signed_by(facts: Mapping[str, object], signature: str, public: bytes) -> bool:
    """Say whether the key has signed exactly these facts."""
    try:
        signed, message = raw(signature), _RECEIPT + canonical(facts)
    except (ValueError, TypeError):
        return False
    return len(signed) == _SIGNATURE_BYTES and _holds(public, message, signed)


def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
