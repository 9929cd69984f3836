"""Keys of people, partners and calls (X25519), and the locks their private halves lie in."""

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import NamedTuple

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

from portal.domain.errors import RuleBroken

SIZE = 32
MIB = 1024 * 1024


class KeyPair(NamedTuple):
    """Both halves of a key, 32 bytes each."""

    public: bytes
    private: bytes


class Cost(NamedTuple):
    """What one try of a passphrase costs with Argon2id: passes over so many MiB of memory."""

    passes: int = 3
    memory: int = 256


_cost: list[Cost] = [Cost()]
_turns = BoundedSemaphore(2)
"""So many passphrases are tried at once in a process: each takes much memory."""


def use(cost: Cost) -> None:
    """Lock with this cost from now on; what is locked already keeps its own."""
    _cost[:] = [cost]


def new_pair() -> KeyPair:
    """Make a key by chance."""
    return pair_of(random(SIZE))


def pair_of(private: bytes) -> KeyPair:
    """Return both halves of the key with this private half."""
    return KeyPair(bytes(PrivateKey(private).public_key), private)


def fingerprint(public: bytes) -> str:
    """Return a short name of a public half, in groups that people can read to each other."""
    name = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(name[place : place + 4] for place in range(0, len(name), 4))


def lock(private: bytes, passphrase: str, cost: Cost | None = None) -> dict[str, object]:
    """Lock a private half with a passphrase; the result says how, as plain JSON."""
    passes, memory = cost or _cost[0]
    salt = random(pwhash.argon2id.SALTBYTES)
    key = _stretched(passphrase, salt, passes, memory)
    return {
        "kind": "argon2id",
        "passes": passes,
        "memory": memory,
        "salt": text(salt),
        "box": text(bytes(SecretBox(key).encrypt(private))),
    }


def unlock(locked: Mapping[str, object], passphrase: str) -> bytes:
    """Return the private half that was locked; refused when the passphrase is wrong.

    Nothing opens what was emptied, as the lock of a key that was replaced.
    """
    if not locked:
        raise RuleBroken("wrong_passphrase", "passphrase")
    passes, memory = int(str(locked["passes"])), int(str(locked["memory"]))
    key = _stretched(passphrase, raw(str(locked["salt"])), passes, memory)
    try:
        return SecretBox(key).decrypt(raw(str(locked["box"])))
    except CryptoError as failure:
        raise RuleBroken("wrong_passphrase", "passphrase") from failure


def _stretched(passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    with _turns:
        return pwhash.argon2id.kdf(SecretBox.KEY_SIZE, typed, salt, passes, memory * MIB)


def seal_to(public: bytes, content: bytes) -> bytes:
    """Seal bytes so that only the owner of the key reads them, and nobody sees from whom."""
    return SealedBox(PublicKey(public)).encrypt(content)


def open_sealed(pair: KeyPair, box: bytes) -> bytes:
    """Return what was sealed to the key; refused when it was for another or was changed."""
    try:
        return SealedBox(PrivateKey(pair.private)).decrypt(box)
    except CryptoError as failure:
        raise RuleBroken("envelope_damaged", where="box") from failure


def lock_with_secret(secret: bytes, content: bytes, context: str) -> str:
    """Lock bytes under a secret of the portal, for one use that ``context`` names."""
    return text(bytes(SecretBox(_derived(secret, context)).encrypt(content)))


def unlock_with_secret(secret: bytes, locked: str, context: str) -> bytes:
    """Return what was locked under the secret for this context."""
    try:
        return SecretBox(_derived(secret, context)).decrypt(raw(locked))
    except CryptoError as failure:
        raise RuleBroken("envelope_damaged", where="lock") from failure


def _derived(secret: bytes, context: str) -> bytes:
    key = hashlib.blake2b(secret).digest()
    derived = hashlib.blake2b(context.encode(), digest_size=SIZE, key=key, person=b"lock")
    return derived.digest()


def text(raw: bytes) -> str:
    """Return bytes as text for a column."""
    return base64.b64encode(raw).decode()


def raw(text: str) -> bytes:
    """Return the bytes of such a text."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as failure:
        raise RuleBroken("envelope_damaged", where="text") from failure
