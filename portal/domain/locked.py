"""Texts that rest locked in the database: AES-256-GCM under a key that lies elsewhere.

A locked text is bound to where it stands: taken to another row, it does not open. Several keys
can be known; the first one locks, the others open what was locked before.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.domain.errors import RuleBroken

SIZE = 32
"""Bytes of a key."""
_FORM = "1"
_NONCE = 12
_PARTS = 3


@dataclass(frozen=True)
class Ring:
    """The keys of a portal, the present one first; none where there is none yet."""

    keys: Sequence[bytes] = ()


def new_key() -> str:
    """Return another key as it is kept: random bytes in base64."""
    return text_of(secrets.token_bytes(SIZE))


def text_of(key: bytes) -> str:
    """Return a key as it is kept."""
    return base64.b64encode(key).decode()


def ring(kept: str) -> Ring:
    """Return the keys that a text names, with white space between them."""
    return Ring([_key(each) for each in kept.split()])


def _key(kept: str) -> bytes:
    try:
        key = base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError) as failure:
        raise RuleBroken("data_key_damaged") from failure
    if len(key) != SIZE:
        raise RuleBroken("data_key_damaged")
    return key


def name_of(key: bytes) -> str:
    """Return the short name of a key, which tells nothing of it."""
    return hashlib.sha256(b"name of a data key" + key).hexdigest()[:8]


def lock(keys: Ring, text: str, place: str, width: int) -> str:
    """Lock a text for the place where it stands; shorter ones are as long as ``width``."""
    key, nonce = keys.keys[0], secrets.token_bytes(_NONCE)
    closed = _cipher(key).encrypt(nonce, text.ljust(width).encode(), place.encode())
    return f"{_FORM}.{name_of(key)}.{base64.b64encode(nonce + closed).decode()}"


def is_of_present(keys: Ring, locked: str) -> bool:
    """Say whether a text was locked under the key that locks now."""
    return locked.split(".")[:2] == [_FORM, name_of(keys.keys[0])]


def unlock(keys: Ring, locked: str, place: str) -> str:
    """Return a locked text; refuse where no key fits, or where it was changed or moved."""
    form, *rest = locked.split(".")
    fitting = [key for key in keys.keys if len(rest) == _PARTS - 1 and name_of(key) == rest[0]]
    if form != _FORM or not fitting:
        raise RuleBroken("data_key_other")
    try:
        closed = base64.b64decode(rest[1], validate=True)
        clear = _cipher(fitting[0]).decrypt(closed[:_NONCE], closed[_NONCE:], place.encode())
    except (InvalidTag, binascii.Error, ValueError) as failure:
        raise RuleBroken("locked_damaged") from failure
    return clear.decode().rstrip(" ")


def _cipher(key: bytes) -> AESGCM:
    """Return the cipher for locked texts: of the kept key, this use has one of its own."""
    derived = HKDF(SHA256(), SIZE, salt=None, info=b"portal locked text").derive(key)
    return AESGCM(derived)
